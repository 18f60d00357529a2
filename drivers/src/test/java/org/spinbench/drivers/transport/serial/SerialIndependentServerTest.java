package org.spinbench.drivers.transport.serial;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.OutsideProgram;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/** The serial client against an instrument that shares no line with it: in Python. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SerialIndependentServerTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private static final Duration SHORT = Duration.ofMillis(20);

  private Process server;
  private BufferedReader said;
  private ResourceName.Serial name;

  @BeforeEach
  void start() throws URISyntaxException, IOException {
    Path script = Path.of(getClass().getResource("serial_server.py").toURI());
    try {
      server =
          new ProcessBuilder("python3", script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException noPython) {
      OutsideProgram.require(false, "needs python3, for an instrument that is not ours");
    }
    said =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
    String path = said.readLine();
    OutsideProgram.require(
        path != null, "needs a python3 that runs, for an instrument that is not ours");
    name = new ResourceName.Serial(path);
  }

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.getOutputStream().close();
    }
  }

  private Transport open() {
    return new SystemTransports().open(name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String ask(Transport link, String query) {
    link.write(bytes(query), LONG);
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  @Test
  void questionsAndBlocks() {
    try (Transport link = open()) {
      assertEquals("Spinbench,Independent,3,4", ask(link, "*IDN?"));
      for (int i = 0; i < 200; i++) {
        assertEquals("n" + i, ask(link, "ECHO? n" + i));
      }
      for (int length : new int[] {1, 4095, 4096, 4097, 60_000}) {
        for (int value : new int[] {'\n', '\r', '#', 0, 0x11, 0x13, 0xFF}) {
          byte[] payload = new byte[length];
          Arrays.fill(payload, (byte) value);
          byte[] block = ContractInstrument.block(payload);
          link.write(bytes("BLOCK? " + length + " " + value), LONG);
          assertArrayEquals(block, link.read(LONG));
          link.write(concatenated("DATA ", block), LONG);
          link.write(bytes("DATA?"), LONG);
          assertArrayEquals(block, link.read(LONG));
        }
      }
      assertEquals("#13\n\n\n", ask(link, "BARE? 3"));
      assertEquals("on", ask(link, "ECHO? on"));
    }
  }

  private static byte[] concatenated(String head, byte[] tail) {
    byte[] both = Arrays.copyOf(bytes(head), head.length() + tail.length);
    System.arraycopy(tail, 0, both, head.length(), tail.length);
    return both;
  }

  @Test
  void aLateAnswerIsDiscardedByOpeningAgain() throws IOException {
    try (Transport link = open()) {
      link.write(bytes("LATE?"), LONG);
      assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
      server.getOutputStream().write('\n');
      server.getOutputStream().flush();
      assertEquals("late", said.readLine());
    }
    try (Transport link = open()) {
      assertEquals("next", ask(link, "ECHO? next"));
    }
  }

  @Test
  void aWrongTerminatorIsNamed() throws Exception {
    try (Transport link = open()) {
      link.write(bytes("RETURN?"), LONG);
      String message =
          Eventually.value(
                  () -> assertThrows(TransportTimeoutException.class, () -> link.read(SHORT)),
                  late -> late.getMessage().contains("31 2E 35 0D"),
                  () -> "all bytes")
              .getMessage();
      assertTrue(message.contains("ends with CR where LF is expected"), message);
    }
  }

  @Test
  void anUnpluggedInstrumentIsNoticedAtOnce() {
    try (Transport link = open()) {
      link.write(bytes("HANG UP"), LONG);
      assertThrows(EndOfStreamException.class, () -> link.read(LONG));
    }
    String message = assertThrows(TransportException.class, this::open).getMessage();
    assertTrue(message.contains("there is no serial port"), message);
  }
}
