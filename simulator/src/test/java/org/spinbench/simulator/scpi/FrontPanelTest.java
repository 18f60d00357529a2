package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.ManualClock;
import org.spinbench.simulator.instrument.MessageTable;

class FrontPanelTest {
  private final ManualClock clock = new ManualClock();
  private final FrontPanel panel = new TestPanel().panel(clock, Wording.STANDARD, 4);

  private String ask(String message) {
    return MessageTable.exchange(panel, message);
  }

  @Test
  void waitingTakesTheTimeOfTheClock() {
    assertEquals("1", ask("INIT;*OPC?"));
    assertEquals(2_000_000_000L, clock.nanos());
    ask("INIT;*WAI");
    assertEquals(4_000_000_000L, clock.nanos());
    assertEquals("1", ask("*OPC?"));
    assertEquals(4_000_000_000L, clock.nanos());
  }

  @Test
  void completionBitComesWithTheEndOfTheOperation() {
    ask("*CLS;INIT;*OPC");
    assertEquals("0", ask("*ESR?"));
    clock.sleep(Duration.ofMillis(1999));
    assertEquals("0", ask("*ESR?"));
    clock.sleep(Duration.ofMillis(1));
    assertEquals("1;0", ask("*ESR?;*ESR?"));
    assertEquals("1", ask("*OPC;*ESR?"));
  }

  @Test
  void deviceClearForgetsBuffersAndOperationsAndKeepsTheRest() {
    ask("*CLS;FREQ 7;FOO;*ESE 32");
    panel.write("INIT;*OPC;:FREQ?".getBytes(StandardCharsets.US_ASCII));
    panel.clear();
    assertNull(panel.read());
    assertEquals("1", ask("*OPC?"));
    assertEquals(0, clock.nanos());
    assertEquals("7;32;32", ask("FREQ?;*ESE?;*ESR?"));
    assertEquals(List.of("-113,\"Undefined header;FOO\""), panel.queuedErrors());
  }

  @Test
  void clearStatusCancelsAnAwaitedCompletion() {
    ask("INIT;*OPC;*CLS");
    clock.sleep(Duration.ofSeconds(3));
    assertEquals("0", ask("*ESR?"));
  }

  @Test
  void newMessageBeforeTheAnswerWasReadIsAnInterruptedQuery() {
    panel.write("*CLS;FREQ?".getBytes(StandardCharsets.US_ASCII));
    assertEquals("-410,\"Query INTERRUPTED\"", ask("SYST:ERR?"));
    assertEquals("4", ask("*ESR?"));
  }

  @Test
  void fullQueueReplacesItsNewestEntry() {
    ask("A;B;C;D;E;F");
    assertEquals(
        List.of(
            "-113,\"Undefined header;A\"",
            "-113,\"Undefined header;B\"",
            "-113,\"Undefined header;C\"",
            "-350,\"Queue overflow\""),
        panel.queuedErrors());
    assertEquals("4", ask("SYST:ERR:COUN?"));
    assertEquals("-113,\"Undefined header;A\"", ask("SYST:ERR?"));
    ask("G;H");
    assertEquals("-350,\"Queue overflow\"", panel.queuedErrors().get(3));
  }

  @Test
  void makersWordNoErrorDifferently() {
    FrontPanel other = new TestPanel().panel(clock, new Wording("0, \"No error\"", ", "), 4);
    assertEquals("0, \"No error\"", MessageTable.exchange(other, "SYST:ERR?"));
    assertEquals("-113, \"Undefined header;X\"", MessageTable.exchange(other, "X;SYST:ERR?"));
  }

  @Test
  void blocksHoldAnyBytes() {
    byte[] head = "ECHO:BLOC? #3256".getBytes(StandardCharsets.US_ASCII);
    byte[] tail = ";*ESE 1".getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[head.length + 256 + tail.length];
    System.arraycopy(head, 0, message, 0, head.length);
    for (int i = 0; i < 256; i++) {
      message[head.length + i] = (byte) i;
    }
    System.arraycopy(tail, 0, message, head.length + 256, tail.length);
    panel.write(message);
    assertArrayEquals("256".getBytes(StandardCharsets.US_ASCII), panel.read());
    assertEquals("1", ask("*ESE?"));
  }

  @Test
  void responsesAreBounded() {
    ask("ECHO:LONG?;LONG?".replace(";LONG?", ";LONG?".repeat(20)));
    assertTrue(panel.queuedErrors().get(0).startsWith("-430"), panel.queuedErrors().toString());
  }

  @Test
  void longMessagesAreRefused() {
    ask("FREQ 1" + " ".repeat(1 << 20));
    assertEquals(List.of("-363,\"Input buffer overrun\""), panel.queuedErrors());
    assertEquals("0", ask("FREQ?"));
  }
}
