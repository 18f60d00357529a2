package org.spinbench.drivers.transport.vxi11;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.OutsideProgram;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/** The client's end of VXI-11, against a server that shares no line with it: in Python. */
@Timeout(120)
class Vxi11IndependentServerTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  private static Process server;
  private static int portMapper;
  private static int core;

  @BeforeAll
  static void start() throws URISyntaxException, IOException {
    Path script = Path.of(Vxi11IndependentServerTest.class.getResource("vxi11_server.py").toURI());
    try {
      server =
          new ProcessBuilder("python3", script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException noPython) {
      OutsideProgram.require(false, "needs python3, for an instrument that is not ours");
    }
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String line = out.readLine();
    OutsideProgram.require(
        line != null, "needs a python3 that runs, for an instrument that is not ours");
    portMapper = Integer.parseInt(line.split(" ")[0]);
    core = Integer.parseInt(line.split(" ")[1]);
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.getOutputStream().close();
    }
  }

  private static Transport open() {
    return new SystemTransports()
        .open(new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.of(core), "inst0"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String ask(Transport link, String query) {
    link.write(bytes(query), LONG);
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  @Test
  void isFoundThroughItsPortMapper() {
    ResourceName.Vxi11 name = new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.empty(), "inst0");
    try (Transport link = Vxi11.open(name, LONG, LONG, new SystemClock(), portMapper)) {
      assertEquals("Spinbench,Independent,1,2", ask(link, "*IDN?"));
    }
  }

  @Test
  void aDeviceThatItDoesNotHaveIsNamed() {
    ResourceName.Vxi11 name = new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.of(core), "gpib0");
    String message =
        assertThrows(TransportException.class, () -> new SystemTransports().open(name))
            .getMessage();
    assertTrue(message.contains("no device gpib0"), message);
  }

  @Test
  void blocksOfAnyLengthComeAndGoWhole() {
    try (Transport link = open()) {
      for (int fill : new int[] {'\n', '#'}) {
        for (int length : new int[] {1, 1491, 1492, 1493, 1494, 1495, 1999, 2000, 2001, 100_000}) {
          byte[] payload = new byte[length];
          Arrays.fill(payload, (byte) fill);
          byte[] block = ContractInstrument.block(payload);
          link.write(bytes("BLOCK? " + length + " " + fill), LONG);
          assertArrayEquals(block, link.read(LONG));
          byte[] message = Arrays.copyOf(bytes("DATA "), 5 + block.length);
          System.arraycopy(block, 0, message, 5, block.length);
          link.write(message, LONG);
          link.write(bytes("DATA?"), LONG);
          assertArrayEquals(block, link.read(LONG));
        }
      }
    }
  }

  @Test
  void anAnswerThatStaysAwayIsATimeoutAndDeviceClearMendsIt() {
    try (Transport link = open()) {
      for (int i = 0; i < 3; i++) {
        link.write(bytes("LATE? x"), LONG);
        assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
        assertTrue(link.clear());
        assertEquals("" + i, ask(link, "ECHO? " + i));
      }
    }
  }

  @Test
  void statusTriggerAndServiceRequest() {
    try (Transport link = open()) {
      assertEquals(OptionalInt.of(0), link.serialPoll(LONG));
      assertTrue(link.trigger());
      assertEquals("1", ask(link, "TRIG:COUN?"));
      assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(SHORT));
      link.write(bytes("SRQ"), LONG);
      assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
      assertEquals(OptionalInt.of(0x60), link.serialPoll(LONG));
      assertEquals(OptionalInt.of(0x20), link.serialPoll(LONG));
    }
  }

  @Test
  void aLockKeepsAnotherLinkOut() {
    try (Transport holder = open();
        Transport other = open()) {
      assertTrue(holder.lock(LONG));
      assertThrows(TransportTimeoutException.class, () -> other.lock(SHORT));
      String message =
          assertThrows(TransportException.class, () -> ask(other, "*IDN?")).getMessage();
      assertTrue(message.contains("another link holds the lock"), message);
      holder.unlock();
      assertTrue(other.lock(LONG));
      other.unlock();
    }
  }
}
