package org.spinbench.drivers.transport.hislip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.OutsideProgram;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/** The client against a server that is not ours: the Python script among the test resources. */
@Timeout(120)
class HiSlipOtherServerTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final List<Process> servers = new ArrayList<>();
  private final List<Transport> links = new ArrayList<>();

  @AfterEach
  void stop() {
    links.forEach(Transport::close);
    servers.forEach(Process::destroy);
  }

  private ResourceName.HiSlip serve(String... arguments) throws IOException, URISyntaxException {
    Path script = Path.of(getClass().getResource("hislip_server.py").toURI());
    List<String> command = new ArrayList<>(List.of("python3", script.toString()));
    command.addAll(Arrays.asList(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException missing) {
      OutsideProgram.require(false, "needs python3: " + missing.getMessage());
      throw missing;
    }
    servers.add(process);
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    String port = out.readLine();
    OutsideProgram.require(port != null, "needs a python3 that can run the server");
    return new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", Integer.parseInt(port));
  }

  private HiSlip open(ResourceName.HiSlip name) {
    HiSlip link = (HiSlip) new SystemTransports().open(name);
    links.add(link);
    return link;
  }

  private static String ask(Transport link, String query) {
    write(link, query);
    return read(link);
  }

  private static void write(Transport link, String message) {
    link.write(message.getBytes(StandardCharsets.ISO_8859_1), LONG);
  }

  private static String read(Transport link) {
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  private static byte[] block(int count, int fill) {
    String head = "#" + Integer.toString(count).length() + count;
    byte[] block = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), head.length() + count);
    Arrays.fill(block, head.length(), block.length, (byte) fill);
    return block;
  }

  @Test
  void synchronisedModeOfBothVersions() throws Exception {
    for (String mode : List.of("sync", "old")) {
      HiSlip link = open(serve(mode));
      assertEquals("Other,Server,1,2.0", ask(link, "*IDN?"));
      for (int k = 0; k < 200; k++) {
        assertEquals("n" + k, ask(link, "ECHO? n" + k));
      }
    }
  }

  @Test
  void messagesAreSplitAtTheLimitOfTheServerAndPutTogetherAgain() throws Exception {
    int largest = 64;
    HiSlip link = open(serve("sync", "" + largest));
    for (int length : new int[] {1, 41, 42, 43, 89, 90, 91, 1000}) {
      String text = "0123456789".repeat(100).substring(0, length);
      assertEquals(text, ask(link, "ECHO? " + text));
      for (byte fill : new byte[] {'\n', '#', 0}) {
        write(link, "BLOCK? " + length + " " + fill);
        assertArrayEquals(block(length, fill), link.read(LONG), length + " times " + fill);
      }
    }
  }

  @Test
  void aLateAnswerIsDroppedWhateverIsAskedNext() throws Exception {
    HiSlip link = open(serve("sync"));
    write(link, "SLEEP? 1.5");
    String message =
        assertThrows(TransportTimeoutException.class, () -> link.read(SHORT)).getMessage();
    assertTrue(message.contains("nothing at all"), message);
    assertEquals("next", ask(link, "ECHO? next"));
    write(link, "STRAY wrong");
    assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
    assertEquals("right", ask(link, "ECHO? right"));
  }

  @Test
  void deviceClearStopsAnAnswerInTheMaking() throws Exception {
    HiSlip link = open(serve("sync"));
    for (int k = 0; k < 3; k++) {
      write(link, "SLEEP? 20");
      assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
      assertTrue(link.clear());
      assertEquals("next" + k, ask(link, "ECHO? next" + k));
    }
    write(link, "BLOCK? 3000000 10");
    assertThrows(TransportTimeoutException.class, () -> link.read(Duration.ZERO));
    assertTrue(link.clear());
    assertEquals("after", ask(link, "ECHO? after"));
  }

  @Test
  void statusTriggersAndServiceRequests() throws Exception {
    HiSlip link = open(serve("sync"));
    assertEquals(0, link.serialPoll(LONG).orElseThrow());
    assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(Duration.ZERO));
    write(link, "SRQ 4");
    assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
    assertEquals(0x44, link.serialPoll(LONG).orElseThrow());
    assertEquals(4, link.serialPoll(LONG).orElseThrow());
    assertTrue(link.trigger());
    assertTrue(link.trigger());
    assertEquals("2", ask(link, "TRIG:COUN?"));
  }

  @Test
  void locksHaveOneHolder() throws Exception {
    ResourceName.HiSlip name = serve("sync");
    HiSlip a = open(name);
    HiSlip b = open(name);
    assertTrue(a.lock(LONG));
    assertThrows(TransportException.class, () -> a.lock(LONG));
    assertThrows(TransportTimeoutException.class, () -> b.lock(SHORT));
    a.unlock();
    assertThrows(TransportException.class, a::unlock);
    assertTrue(b.lock(LONG));
  }

  @Test
  void overlapModeOfAServerThatKnowsNoOther() throws Exception {
    HiSlip link = open(serve("overlap", "64"));
    assertEquals("Other,Server,1,2.0", ask(link, "*IDN?"));
    write(link, "ECHO? one");
    write(link, "ECHO? " + "two".repeat(50));
    assertEquals("one", read(link));
    assertEquals("two".repeat(50), read(link));
    assertEquals(0, link.serialPoll(LONG).orElseThrow());

    write(link, "SLEEP? 20");
    assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
    String refused =
        assertThrows(TransportException.class, () -> write(link, "ECHO? next")).getMessage();
    assertTrue(refused.contains("clear the link"), refused);
    assertTrue(link.clear());
    assertEquals("next", ask(link, "ECHO? next"));
  }

  @Test
  void aServerThatDemandsEncryptionIsRefusedInPlainWords() throws Exception {
    ResourceName.HiSlip name = serve("encrypted");
    String message = assertThrows(TransportException.class, () -> open(name)).getMessage();
    assertTrue(message.contains("encrypted"), message);
    assertTrue(message.contains(name.toString()), message);
  }

  @Test
  void anUnknownSubAddressIsNamedByTheServer() throws Exception {
    ResourceName.HiSlip name = serve("sync");
    ResourceName.HiSlip other = new ResourceName.HiSlip(0, "127.0.0.1", "hislip7", name.port());
    String message = assertThrows(TransportException.class, () -> open(other)).getMessage();
    assertTrue(message.contains("fatal error 3: \"only hislip0 is here\""), message);
  }

  @Test
  void theEndOfEitherChannelIsTheEndOfTheLink() throws Exception {
    ResourceName.HiSlip name = serve("sync");
    for (String end : List.of("HANGUP", "HALF")) {
      HiSlip link = open(name);
      CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> ask(link, end));
      Throwable ended = assertThrows(CompletionException.class, answer::join).getCause();
      assertInstanceOf(EndOfStreamException.class, ended);
      TransportException closed =
          assertThrows(TransportException.class, () -> write(link, "*IDN?"));
      assertFalse(closed instanceof TransportTimeoutException, closed.toString());
    }
  }
}
