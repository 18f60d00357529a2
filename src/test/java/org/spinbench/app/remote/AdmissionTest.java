package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The questions that ZeroMQ asks of whoever decides on admission (ZAP 1.0, RFC 27): version,
 * number, domain, address, identity, mechanism, and the client's public key for CURVE.
 */
@Timeout(120)
class AdmissionTest {
  private static final List<String> YES = List.of("1.0", "7", "200", "welcome", "client", "");
  private static final List<String> NO = List.of("1.0", "7", "400", "unknown key", "", "");

  @TempDir Path folder;
  private final ZContext context = new ZContext();
  private final List<String> log = new ArrayList<>();
  private KeyFolder keys;
  private Admission admission;
  private ZMQ.Socket zeromq;

  @BeforeEach
  void start() {
    keys = new KeyFolder(folder.resolve("keys"));
    keys.make();
    admission = new Admission(context, keys, log::add);
    zeromq = context.createSocket(SocketType.REQ);
    zeromq.setReceiveTimeOut(20_000);
    zeromq.connect("inproc://zeromq.zap.01");
  }

  @AfterEach
  void stop() {
    context.close();
  }

  private List<String> asked(byte[]... frames) {
    for (int k = 0; k < frames.length; k++) {
      zeromq.send(frames[k], k + 1 < frames.length ? ZMQ.SNDMORE : 0);
    }
    admission.answer();
    List<String> reply = new ArrayList<>();
    do {
      reply.add(zeromq.recvStr());
    } while (zeromq.hasReceiveMore());
    return reply;
  }

  private List<String> asked(String mechanism, byte[] key) {
    return asked(
        text("1.0"), text("7"), text("bench"), text("192.0.2.5"), text(""), text(mechanism), key);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] strange() {
    return ZMQ.Curve.z85Decode(ZMQ.Curve.generateKeyPair().publicKey);
  }

  @Test
  void aKeyInTheFolderIsLetIn() {
    assertEquals(YES, asked("CURVE", keys.client().publicKey()));
    assertEquals(List.of(), log);
  }

  /** It knows the server's public key, or it would not have come so far. */
  @Test
  void aKeyThatIsInNoFileIsRefusedAndNamedByItsAddress() {
    assertEquals(NO, asked("CURVE", strange()));
    assertEquals(NO, asked("CURVE", keys.serverPublicKey()), "the server is no client of itself");
    String line =
        "a client at 192.0.2.5 has a key that is in no file of "
            + keys.path().resolve("clients")
            + ": refused";
    assertEquals(List.of(line, line), log);
  }

  @Test
  void theFolderIsReadEachTime() throws IOException {
    Path file = keys.path().resolve("clients/client.pub");
    byte[] key = keys.client().publicKey();
    byte[] text = Files.readAllBytes(file);
    Files.delete(file);
    assertEquals(NO, asked("CURVE", key));
    Files.write(file, text);
    assertEquals(YES, asked("CURVE", key));
  }

  @Test
  void whoHasNoKeyIsRefusedWhateverElseItSends() {
    assertEquals(NO, asked("NULL", keys.client().publicKey()));
    assertEquals(NO, asked("PLAIN", text("name")));
    assertEquals(
        List.of(
            "a client at 192.0.2.5 has no key: refused",
            "a client at 192.0.2.5 has no key: refused"),
        log);
  }

  @Test
  void aQuestionOfAnotherFormIsRefused() {
    assertEquals(
        NO,
        asked(text("1.0"), text("7"), text("bench"), text("192.0.2.5"), text(""), text("CURVE")));
    assertEquals(List.of("1.0", "", "400", "unknown key", "", ""), asked(text("1.0")));
  }

  @Test
  void withoutTheFolderNobodyIsLetIn() throws IOException {
    byte[] key = keys.client().publicKey();
    Files.delete(keys.path().resolve("clients/client.pub"));
    Files.delete(keys.path().resolve("clients"));
    assertEquals(NO, asked("CURVE", key));
    assertTrue(log.get(0).startsWith("a client at 192.0.2.5 is refused: the folder "), log.get(0));
  }
}
