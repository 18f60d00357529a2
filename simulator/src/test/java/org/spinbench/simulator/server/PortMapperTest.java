package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.XdrReader;

/** Questions and answers of RFC 1833, written down by hand, over TCP and UDP alike. */
@Timeout(120)
class PortMapperTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String NO_CREDENTIALS = "00000000 00000000 00000000 00000000 ";
  private static final String ACCEPTED = "00000007 00000001 00000000 00000000 00000000 00000000 ";

  private final PortMapper mapper = new PortMapper(LOOPBACK, 0);

  @AfterEach
  void stop() {
    mapper.close();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static String call(int version, int procedure) {
    return "00000007 00000000 00000002 000186a0 0000000"
        + version
        + " 0000000"
        + procedure
        + " "
        + NO_CREDENTIALS;
  }

  private byte[] askStream(byte[] message) throws IOException {
    try (Socket socket = new Socket(LOOPBACK, mapper.port())) {
      socket.getOutputStream().write(new byte[] {(byte) 0x80, 0, 0, (byte) message.length});
      socket.getOutputStream().write(message);
      InputStream in = socket.getInputStream();
      byte[] mark = in.readNBytes(4);
      assertEquals((byte) 0x80, mark[0]);
      return in.readNBytes((mark[2] & 0xFF) << 8 | mark[3] & 0xFF);
    }
  }

  private byte[] askDatagram(byte[] message) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      socket.send(new DatagramPacket(message, message.length, LOOPBACK, mapper.port()));
      DatagramPacket reply = new DatagramPacket(new byte[2000], 2000);
      socket.receive(reply);
      return Arrays.copyOf(reply.getData(), reply.getLength());
    }
  }

  private byte[] ask(String message) throws IOException {
    byte[] reply = askStream(hex(message));
    assertEquals(
        HexFormat.of().formatHex(reply), HexFormat.of().formatHex(askDatagram(hex(message))));
    return reply;
  }

  private void assertAnswer(String expected, String message) throws IOException {
    assertEquals(expected.replace(" ", ""), HexFormat.of().formatHex(ask(message)));
  }

  @Test
  void version2GivesPorts() throws IOException {
    mapper.register(395183, 1, 24111);
    String core = call(2, 3) + "000607af 00000001 00000006 00000000";
    assertAnswer(ACCEPTED + "00005e2f", core);
    assertAnswer(ACCEPTED + "00000000", core.replace("00000006", "00000011"));
    assertAnswer(ACCEPTED + "00000000", core.replace("000607af 00000001", "000607af 00000002"));
    assertAnswer(ACCEPTED + "00000000", core.replace("000607af", "000607b0"));
    String own = Integer.toHexString(mapper.port());
    assertAnswer(
        ACCEPTED + "0".repeat(8 - own.length()) + own,
        call(2, 3) + "000186a0 00000002 00000011 00000000");
  }

  @Test
  void versions3And4GiveUniversalAddresses() throws IOException {
    mapper.register(395183, 1, 24111);
    // GETADDR of (395183, 1, "tcp", "", ""): "127.0.0.1.94.47"
    String question = "000607af 00000001 00000003 74637000 00000000 00000000";
    String answer = ACCEPTED + "0000000f 3132372e302e302e312e39342e343700";
    assertAnswer(answer, call(3, 3) + question);
    assertAnswer(answer, call(4, 3) + question);
    assertAnswer(answer, call(4, 9) + question);
    assertAnswer(ACCEPTED + "00000000", call(4, 3) + question.replace("74637000", "75647000"));
    assertAnswer(ACCEPTED + "00000000", call(4, 3) + question.replace("000607af", "000607b0"));
    assertRefused("procedure", call(3, 9) + question);
  }

  private void assertRefused(String words, String message) throws IOException {
    String refusal = RpcReply.parse(ask(message)).refusal().orElseThrow();
    assertTrue(refusal.contains(words), refusal);
  }

  @Test
  void nullDoesNothingAndNobodyRegistersFromOutside() throws IOException {
    for (int version = 2; version <= 4; version++) {
      assertAnswer(ACCEPTED, call(version, 0));
    }
    String mapping = "000607af 00000001 00000006 00001234";
    assertAnswer(ACCEPTED + "00000000", call(2, 1) + mapping);
    assertAnswer(ACCEPTED + "00000000", call(2, 2) + mapping);
    assertAnswer(ACCEPTED + "00000000", call(2, 3) + "000607af 00000001 00000006 00000000");
  }

  @Test
  void dumpListsEverything() throws IOException {
    mapper.register(395183, 1, 24111);
    XdrReader in = RpcReply.parse(ask(call(2, 4))).results();
    int entries = 0;
    boolean found = false;
    while (in.bool()) {
      int program = in.int32();
      int version = in.int32();
      int protocol = in.int32();
      int port = in.int32();
      found |= program == 395183 && version == 1 && protocol == 6 && port == 24111;
      assertTrue(program == 395183 || program == 100000 && port == mapper.port());
      entries++;
    }
    assertTrue(found);
    assertEquals(7, entries);
    assertEquals(0, in.remaining());

    in = RpcReply.parse(ask(call(4, 4))).results();
    found = false;
    while (in.bool()) {
      int program = in.int32();
      in.int32();
      String network = in.string(10);
      String address = in.string(100);
      in.string(100);
      found |= program == 395183 && network.equals("tcp") && address.equals("127.0.0.1.94.47");
    }
    assertTrue(found);
    assertEquals(0, in.remaining());
  }

  @Test
  void unservedProgramsAreRefused() throws IOException {
    assertRefused("versions", call(5, 3));
    assertRefused("versions", call(1, 3));
    assertRefused("procedure", call(2, 5));
    assertRefused("program", call(2, 3).replace("000186a0", "000186a1"));
    assertRefused("arguments", call(2, 3) + "000607af");
  }

  @Test
  void datagramsThatAreNoCallsAreDropped() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
      for (byte[] junk : new byte[][] {{}, {1, 2, 3}, new byte[3000], new byte[6000]}) {
        socket.send(new DatagramPacket(junk, junk.length, LOOPBACK, mapper.port()));
      }
    }
    assertAnswer(ACCEPTED, call(2, 0));
  }

  /** Some two in a hundred ports that are free for TCP have datagrams that are taken. */
  @Test
  void anyFreePortIsFreeForBoth() throws IOException {
    List<DatagramSocket> taken = new ArrayList<>();
    try {
      for (int k = 0; k < 600; k++) {
        taken.add(new DatagramSocket(0, LOOPBACK));
      }
      for (int k = 0; k < 300; k++) {
        new PortMapper(LOOPBACK, 0).close();
      }
    } finally {
      taken.forEach(DatagramSocket::close);
    }
  }

  @Test
  void closingFreesThePort() {
    int port = mapper.port();
    assertThrows(UncheckedIOException.class, () -> new PortMapper(LOOPBACK, port));
    mapper.close();
    PortMapper again = new PortMapper(LOOPBACK, port);
    assertEquals(port, again.port());
    again.close();
    assertFalse(port == 0);
  }
}
