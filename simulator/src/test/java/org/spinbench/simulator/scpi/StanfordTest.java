package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.instrument.ManualClock;
import org.spinbench.simulator.instrument.MessageTable;

class StanfordTest {
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.FREQUENCY, 1e3, 6.075e9, 10e6);

  private double frequency = 10e6;
  private final FrontPanel panel = panel();

  private FrontPanel panel() {
    CommandTree tree = new CommandTree(Replies::plain);
    tree.number("FREQ", FREQUENCY, () -> frequency, hertz -> frequency = hertz);
    tree.query("OUTP", 1, 1, call -> Integer.toString(call.integer(1, 4)));
    tree.query("LERR", () -> Integer.toString(lastError()));
    return new FrontPanel("S,R,S,1", Stanford.DIALECT, 3, new ManualClock(), tree, () -> {});
  }

  private int lastError() {
    return panel.takeError().map(InstrumentError::code).orElse(0);
  }

  private String ask(String message) {
    return MessageTable.exchange(panel, message);
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ5000000.000000;FREQ?, 5000000",
    "freq 1E9 ; FREQ ?, 1000000000",
    "FREQ2.5GHz;FREQ?, 2500000000",
    "FREQ.2e6;;FREQ?;, 200000",
    "OUTP?3;OUTP ? 1, 3;1",
    "*ESE8;*ESE?, 8",
    "*IDN?, 'S,R,S,1'",
  })
  void readsMnemonicsWithAndWithoutBlanks(String message, String reply) {
    assertEquals(reply + "\r", ask(message));
    assertEquals("0\r", ask("LERR?"));
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ 1, 10, 16",
    "FREQX, 111, 32",
    "SYST:ERR?, 111, 32",
    "FREQ, 116, 32",
    "'FREQ 1E6,2', 115, 32",
    "FREQ 1E6 V, 127, 32",
    "FREQ 1e6x6, 127, 32",
    "&, 126, 32",
  })
  void numbersErrorsAsItsMakerDoes(String message, int code, int events) {
    ask("*CLS");
    assertEquals("", ask(message));
    assertEquals(events + "\r", ask("*ESR?"));
    assertEquals(code + "\r", ask("LERR?"));
    assertEquals("0\r", ask("LERR?"));
  }

  @Test
  void aFullQueueHasItsOwnNumber() {
    ask("A;B;C;D;E");
    assertEquals("111;111;254;0\r", ask("LERR?;LERR?;LERR?;LERR?"));
  }
}
