package org.spinbench.drivers.scpi.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as others have written them, taken apart. */
class MessageUnitTest {
  @Test
  void aMessageInTspIsTakenApart() {
    MessageUnit unit = MessageUnit.parse("smua.source.leveli = 1e-3").get(0);
    assertTrue(unit.isHeader("smua.source.leveli"));
    assertEquals("= 1e-3", unit.argument());
    assertEquals(
        "smua.source.leveli", MessageUnit.parse("print(smua.source.leveli)").get(0).printed());
  }

  @Test
  void aLineIsTakenApart() {
    assertEquals(
        List.of(
            new MessageUnit(":A:B", false, "1", "A:B 1"),
            new MessageUnit(":A:C", true, "", ":A:C?"),
            new MessageUnit("*WAI", false, "", "*WAI"),
            new MessageUnit(":A:D", false, "'x;y'", ":A:D 'x;y'"),
            new MessageUnit(":E", true, "(@1)", ":E? (@1)")),
        MessageUnit.parse("A:B 1;C?;*WAI;D 'x;y'; :E? (@1)"));
    assertThrows(IllegalArgumentException.class, () -> MessageUnit.parse(""));
  }

  @Test
  void aMessageHasOneAnswerForEachQuery() {
    String message = ":INIT;*OPC?;:FETC?";
    assertEquals(List.of("1", "-2.5E-3"), MessageUnit.answers(message, "1;-2.5E-3"));
    assertEquals("-2.5E-3", MessageUnit.lastAnswer(message, "1;-2.5E-3"));
    assertEquals("-1,\"a;b\"", MessageUnit.lastAnswer("*ESR?;:SYST:ERR?", "0;-1,\"a;b\""));
    assertEquals("0.5", MessageUnit.lastAnswer("print(smua.measure.v())", "0.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1;2;3", "1;2;"})
  void anAnswerTooFewOrTooManyIsNoAnswer(String answer) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> MessageUnit.answers("*OPC?;:FETC?", answer));
    assertTrue(e.getMessage().startsWith("\"" + answer + "\""), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    ":SOUR:POW, :SOUR:POW, true",
    "sour:power, :SOUR:POW, true",
    ":SOUR1:POW, :SOUR:POW, true",
    ":SOUR:POW, :SOUR1:POW, true",
    ":SOUR2:POW, :SOUR1:POW, false",
    ":SOUR:POW:LEV, :SOUR:POW, false",
    ":POW, :SOUR:POW, false",
    ":SOUR:PO, :SOUR:POW, false",
    ":SOUR12:VOLT, :SOUR1:VOLT, false",
    ":CALC:MARKer:X, :CALC:MARK1:X, true",
    "freq, FREQ, true",
    "smua.source.leveli, smua.source.leveli, true",
    "smua.source.levelv, smua.source.leveli, false",
  })
  void aHeaderIsKnownInShortAndLongForm(String typed, String declared, boolean same) {
    assertEquals(same, MessageUnit.parse(typed + " 1").get(0).isHeader(declared));
  }
}
