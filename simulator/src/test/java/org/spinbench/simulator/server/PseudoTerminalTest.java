package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.resource.SerialSettings.FlowControl;
import org.spinbench.drivers.transport.resource.SerialSettings.Parity;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/** Serial ports at both ends: our client on our pseudo-terminals. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class PseudoTerminalTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final SerialSettings LINE_FEEDS = line(FlowControl.NONE, 8, "\n", "\n");

  private final Parrot parrot = new Parrot();
  private PseudoTerminal terminal;

  /**
   * Gives back what it is told, behind the first word; as many times as it says when that is {@code
   * TIMES}; keeps quiet when that is {@code QUIET}.
   */
  private static final class Parrot implements Endpoint {
    private byte[] answer;

    @Override
    public void write(byte[] message) {
      String text = new String(message, StandardCharsets.ISO_8859_1);
      int space = text.indexOf(' ');
      String rest = text.substring(space + 1);
      if (text.startsWith("TIMES")) {
        rest = "x".repeat(Integer.parseInt(rest));
      }
      answer = text.startsWith("QUIET") ? null : rest.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public byte[] read() {
      return answer;
    }

    @Override
    public void clear() {
      answer = null;
    }
  }

  private static SerialSettings line(FlowControl flow, int bits, String write, String read) {
    return new SerialSettings(115_200, bits, Parity.NONE, 1, flow, write, read);
  }

  private Transport open(SerialSettings served, SerialSettings client) {
    terminal = new PseudoTerminal(parrot, served);
    return openAgain(client);
  }

  private Transport openAgain(SerialSettings client) {
    ResourceName.Serial name = new ResourceName.Serial(terminal.path());
    return new SystemTransports(new LinkSettings(Map.of(name, client), Map.of(), Optional.empty()))
        .open(name);
  }

  @AfterEach
  void stop() {
    if (terminal != null) {
      terminal.close();
    }
  }

  private static String ask(Transport link, String message) {
    link.write(message.getBytes(StandardCharsets.ISO_8859_1), LONG);
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  @Test
  void everyTerminatorWorksInEitherDirection() {
    for (String write : new String[] {"\n", "\r", "\r\n"}) {
      for (String read : new String[] {"\n", "\r", "\r\n"}) {
        SerialSettings settings = line(FlowControl.NONE, 8, write, read);
        try (Transport link = open(settings, settings)) {
          assertEquals("one", ask(link, "SAY one"));
          assertEquals("", ask(link, "SAY "));
          assertFalse(link.clear());
        } finally {
          terminal.close();
        }
      }
    }
  }

  @Test
  void blocksOfTerminatorsComeWholeInBothDirections() {
    for (String end : new String[] {"\n", "\r"}) {
      SerialSettings settings = line(FlowControl.RTS_CTS, 8, end, end);
      try (Transport link = open(settings, settings)) {
        for (String filler : new String[] {"\n", "\r", "#", "\0", "\u0011\u0013", "\u00FF"}) {
          String payload = filler.repeat(20_000 / filler.length());
          String answer = ask(link, "SAY #520000" + payload);
          assertTrue(answer.equals("#520000" + payload), "payload of 0x" + hex(filler));
        }
        String compound = "1;#15" + end.repeat(5) + ",#11" + end;
        assertEquals(compound, ask(link, "SAY " + compound));
      } finally {
        terminal.close();
      }
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void wrongTerminatorsAreNamedWithTheBytesThatCame() throws Exception {
    SerialSettings returns = line(FlowControl.NONE, 8, "\n", "\r");
    try (Transport link = open(returns, LINE_FEEDS)) {
      link.write("SAY 1.5".getBytes(StandardCharsets.US_ASCII), LONG);
      String read = lateAfter(link, "31 2E 35 0D");
      assertTrue(read.contains("ends with CR where LF is expected"), read);
      assertTrue(read.contains("read_terminator"), read);
    } finally {
      terminal.close();
    }
    SerialSettings wantsReturn = line(FlowControl.NONE, 8, "\r", "\n");
    try (Transport link = open(wantsReturn, LINE_FEEDS)) {
      link.write("SAY 1.5".getBytes(StandardCharsets.US_ASCII), LONG);
      String write =
          assertThrows(TransportTimeoutException.class, () -> link.read(Duration.ofMillis(30)))
              .getMessage();
      assertTrue(write.contains("sent nothing within 0.03 s"), write);
      assertTrue(write.contains("write_terminator") && write.contains("115200 baud"), write);
    }
  }

  @Test
  void noiseIsBlamedOnTheLine() throws Exception {
    try (Transport link = open(LINE_FEEDS, line(FlowControl.NONE, 8, "\n", "\r"))) {
      link.write("SAY \u00F8\u0080\u00FF\u00E6x".getBytes(StandardCharsets.ISO_8859_1), LONG);
      lateAfter(link, "F8 80 FF E6 78 0A");
    }
  }

  /** What is said of an answer without end when these bytes of it have come. */
  private static String lateAfter(Transport link, String hex) throws Exception {
    return Eventually.value(
        () ->
            assertThrows(TransportTimeoutException.class, () -> link.read(Duration.ofMillis(30)))
                .getMessage(),
        message -> message.contains(hex),
        () -> hex);
  }

  @Test
  void binaryDataIsRefusedWhereTheLineWouldChangeIt() {
    SerialSettings stops = line(FlowControl.XON_XOFF, 8, "\n", "\n");
    try (Transport link = open(LINE_FEEDS, stops)) {
      assertEquals("1E-3", ask(link, "SAY 1E-3"));
      String message =
          assertThrows(
                  TransportException.class,
                  () ->
                      link.write("SAY #12\u0011\u0013".getBytes(StandardCharsets.ISO_8859_1), LONG))
              .getMessage();
      assertTrue(message.contains("flow control xon_xoff"), message);
    } finally {
      terminal.close();
    }
    try (Transport link = open(LINE_FEEDS, line(FlowControl.NONE, 7, "\n", "\n"))) {
      assertEquals("1E-3", ask(link, "SAY 1E-3"));
      assertThrows(
          TransportException.class,
          () -> link.write("SAY \u00E9".getBytes(StandardCharsets.ISO_8859_1), LONG));
    }
  }

  @Test
  void openingDiscardsWhatWasLeft() {
    try (Transport first = open(LINE_FEEDS, LINE_FEEDS)) {
      first.write("TIMES 60".getBytes(StandardCharsets.US_ASCII), LONG);
      awaitUnasked(first, "78 78 78");
    }
    try (Transport second = openAgain(LINE_FEEDS)) {
      assertEquals("2", ask(second, "SAY 2"));
    }
  }

  @Test
  void whatNobodyAskedForStopsTheNextMessage() {
    try (Transport link = open(LINE_FEEDS, LINE_FEEDS)) {
      assertEquals("1", ask(link, "SAY 1\nQUIET"));
      link.write("SAY 1\nSAY 2".getBytes(StandardCharsets.US_ASCII), LONG);
      assertEquals("1", new String(link.read(LONG), StandardCharsets.US_ASCII));
      awaitUnasked(link, "32 0A");
    }
  }

  /** An answer may still be on its way. */
  private static void awaitUnasked(Transport link, String hex) {
    String message =
        assertThrows(
                TransportException.class,
                () -> {
                  for (int i = 0; i < 100_000; i++) {
                    link.write("QUIET".getBytes(StandardCharsets.US_ASCII), LONG);
                  }
                })
            .getMessage();
    assertTrue(message.contains("unasked") && message.contains(hex), message);
  }

  @Test
  void portsThatCannotBeOpenedSayWhy() throws Exception {
    try (Transport link = open(LINE_FEEDS, LINE_FEEDS)) {
      String busy =
          assertThrows(TransportException.class, () -> openAgain(LINE_FEEDS)).getMessage();
      assertTrue(busy.contains("already open in this program"), busy);
      assertEquals("still here", ask(link, "SAY still here"));
    }
    String missing = refusal("/dev/ttyNOSUCHPORT");
    assertTrue(missing.contains("there is no serial port /dev/ttyNOSUCHPORT"), missing);
    Path file = Files.createTempFile("no-port", "");
    String noPort = refusal(file.toString());
    Files.delete(file);
    assertTrue(noPort.contains("it is no serial port"), noPort);
  }

  private static String refusal(String path) {
    ResourceName name = new ResourceName.Serial(path);
    return assertThrows(TransportException.class, () -> new SystemTransports().open(name))
        .getMessage();
  }

  @Test
  void anUnpluggedDeviceEndsTheLinkAtOnce() throws Exception {
    try (Transport link = open(LINE_FEEDS, LINE_FEEDS)) {
      link.write("QUIET".getBytes(StandardCharsets.US_ASCII), LONG);
      Thread puller = new Thread(terminal::close);
      puller.start();
      String message = assertThrows(EndOfStreamException.class, () -> link.read(LONG)).getMessage();
      puller.join();
      assertTrue(message.contains("unplugged"), message);
      assertThrows(EndOfStreamException.class, () -> link.read(LONG));
      assertThrows(EndOfStreamException.class, () -> link.write(new byte[] {'x'}, LONG));
    }
  }

  @Test
  void manyQuestionsGetTheirOwnAnswers() {
    try (Transport link = open(LINE_FEEDS, LINE_FEEDS)) {
      for (int i = 0; i < 2000; i++) {
        assertEquals("n" + i, ask(link, "SAY n" + i));
      }
    }
  }

  @Test
  void linesWithoutTerminatorCannotBeServed() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new PseudoTerminal(parrot, line(FlowControl.NONE, 8, "", "\n")));
  }
}
