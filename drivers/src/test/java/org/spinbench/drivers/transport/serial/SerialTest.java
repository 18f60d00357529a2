package org.spinbench.drivers.transport.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TimedLink;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.resource.SerialSettings.FlowControl;
import org.spinbench.drivers.transport.resource.SerialSettings.Parity;

/** The serial transport in simulated time. */
class SerialTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final ResourceName.Serial NAME = new ResourceName.Serial("/dev/ttyUSB0");

  private static SerialSettings settings(FlowControl flow, String write, String read) {
    return new SerialSettings(9600, 8, Parity.NONE, 1, flow, write, read);
  }

  private static Serial serial(TimedLink link, SerialSettings settings) {
    return new Serial(NAME, settings, link, link, 1 << 20);
  }

  private static String ask(Serial serial) {
    serial.write("X?".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(10));
    return new String(serial.read(SECOND), StandardCharsets.ISO_8859_1);
  }

  @Test
  void answersComeWithoutStrayNulsAndTerminators() {
    TimedLink link = new TimedLink((line, wire) -> wire.say("\0\0001.5\r\n"));
    Serial serial = serial(link, SerialSettings.DEFAULT);
    assertEquals("1.5", ask(serial));
    assertEquals("1.5", ask(serial));
  }

  @Test
  void aBlockMayLackItsTerminator() {
    TimedLink link = new TimedLink((line, wire) -> wire.say("#13\n\n\n"));
    Serial serial = serial(link, SerialSettings.DEFAULT);
    assertEquals("#13\n\n\n", ask(serial));
    assertEquals("#13\n\n\n", ask(serial));
  }

  @Test
  void oneDeadlineHoldsForAllPieces() {
    TimedLink link =
        new TimedLink(
            (line, wire) -> {
              for (int i = 0; i < 100; i++) {
                wire.say(Duration.ofMillis(90 * i), "1");
              }
            });
    Serial serial = serial(link, SerialSettings.DEFAULT);
    String message = assertThrows(TransportTimeoutException.class, () -> ask(serial)).getMessage();
    assertEquals(1_000_000_000L, link.nanos());
    assertTrue(message.contains("12 bytes"), message);
  }

  @Test
  void theEndShowsWhatCameBeforeIt() {
    TimedLink link =
        new TimedLink(
            (line, wire) -> {
              wire.say("ha");
              wire.hangUp();
            });
    Serial serial = serial(link, SerialSettings.DEFAULT);
    String message = assertThrows(EndOfStreamException.class, () -> ask(serial)).getMessage();
    assertTrue(message.contains("2 bytes, \"ha\" (hex 68 61)"), message);
  }

  /** What came, what was expected, and what the message says. */
  @ParameterizedTest
  @CsvSource({
    "'1.5\r', '\n', ends with CR where LF is expected; set read_terminator",
    "'1.5\n', '\r', ends with LF where CR is expected; set read_terminator",
    "1.5, '\r\n', CR LF has not come yet",
    "'\u00F8\u0080x\u00FE', '\n', 'check baud rate, data bits and parity (9600 baud'",
    "'#9', '\n', LF has not come yet",
  })
  void timeoutsJudgeByTheBytes(String came, String expected, String advice) {
    TimedLink link = new TimedLink((line, wire) -> wire.say(came));
    Serial serial = serial(link, settings(FlowControl.NONE, "\n", expected));
    String message = assertThrows(TransportTimeoutException.class, () -> ask(serial)).getMessage();
    assertTrue(message.contains(advice), message);
  }

  @Test
  void softwareFlowControlCarriesTextOnly() {
    SerialSettings stops = settings(FlowControl.XON_XOFF, "\n", "\n");
    TimedLink link = new TimedLink((line, wire) -> wire.say("#11\u00FF\n"));
    Serial serial = serial(link, stops);
    String message = assertThrows(TransportException.class, () -> ask(serial)).getMessage();
    assertTrue(message.contains("the answer is binary"), message);
    TimedLink eats = new TimedLink((line, wire) -> wire.say("#14ab\n"));
    Serial short1 = serial(eats, stops);
    String late = assertThrows(TransportTimeoutException.class, () -> ask(short1)).getMessage();
    assertTrue(late.contains("needs 8 data bits and no XON/XOFF"), late);
  }

  @Test
  void settingsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> settings(FlowControl.NONE, "\n\r", "\n"));
    assertThrows(IllegalArgumentException.class, () -> settings(FlowControl.NONE, "\n", ""));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new SerialSettings(49, 8, Parity.NONE, 1, FlowControl.NONE, "\n", "\n"))
            .getMessage();
    assertTrue(message.contains("49") && message.contains("50 to 4000000"), message);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void portsOfLinux() {
    assertEquals("/dev/ttyS0", SerialPortLink.path("1"));
    assertEquals("/dev/ttyS11", SerialPortLink.path("12"));
    assertEquals("/dev/ttyUSB0", SerialPortLink.path("ttyUSB0"));
    assertEquals("/dev/serial/by-id/x", SerialPortLink.path("/dev/serial/by-id/x"));
    SerialSettings unavailable = settings(FlowControl.DTR_DSR, "\n", "\n");
    String message =
        assertThrows(
                TransportException.class,
                () -> SerialPortLink.open(NAME, unavailable, new SystemClock()))
            .getMessage();
    assertTrue(message.contains("DTR/DSR flow control is not available"), message);
  }
}
