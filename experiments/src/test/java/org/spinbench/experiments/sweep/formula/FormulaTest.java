package org.spinbench.experiments.sweep.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.experiments.task.Seeds;

class FormulaTest {
  private static final Formula.Place NOWHERE = new Formula.Place(0, 0);

  private static final Map<String, Double> VALUES =
      Map.of(
          "chain 1.voltage", -3e-3,
          "input 1.power", 2e-6,
          "input 1.frequency", 250e6,
          "neuron 1.bias", 4e-3,
          "rf_1.power", -10.0,
          "field:3.voltage", 2.0,
          "left-hand wire.current", 1e-3,
          "gone", Double.NaN,
          "n", 7.0);

  private static final Map<String, String> UNITS =
      Map.of(
          "chain 1.voltage", "V",
          "input 1.power", "W",
          "input 1.frequency", "Hz",
          "neuron 1.bias", "A",
          "rf_1.power", "dBm",
          "field:3.voltage", "V",
          "left-hand wire.current", "A",
          "gone", "V",
          "n", "");

  /** The library of the parser reads some of these, and ends with others without a reason. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(n == 1,)       | 8  | a comma separates values of a function, and here is none",
        "1, 2            | 2  | a comma separates values of a function, and here is none",
        "min((1, 2), 3)  | 7  | a comma separates values of a function, and here is none",
        "min(, 2) > n    | 5  | a value is missing before this ','",
        "min(1,, 2) > n  | 7  | a value is missing before this ','",
        "min(1, ) > n    | 8  | a value is missing before this ')'",
        "abs(-) > n      | 6  | a value is missing before this ')'",
        "min(1 +, n) > 3 | 8  | a value is missing before this ','",
        "n > min(1, * 2) | 12 | a value is missing before this '*'",
        "abs(- ^ n) > 1  | 7  | a value is missing before this '^'",
        "max(!= 1, n) > 1| 5  | a value is missing before this '!'"
      })
  void aCommaOrOperatorWithoutValueIsRefused(String text, int place, String problem) {
    assertRefused(text, "character " + place + " of \"" + text + "\": " + problem);
  }

  private static Formula number(String text) {
    return Formula.number(text, VALUES.keySet(), NOWHERE);
  }

  private static Formula condition(String text) {
    return Formula.condition(text, VALUES.keySet());
  }

  /** Values by hand. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 + 2 * 3                                   | 7
          (1 + 2) * 3                                 | 9
          -2 ^ 2                                      | -4
          2 ^ (-1)                                    | 0.5
          2 ^ 3 ^ 2                                   | 512
          10 - 4 - 3                                  | 3
          7 % 4                                       | 3
          1e3 + .5                                    | 1000.5
          abs(chain 1.voltage)                        | 3e-3
          chain 1.voltage / neuron 1.bias             | -0.75
          2*input 1.frequency                         | 500e6
          -field:3.voltage                            | -2
          'left-hand wire.current' * 2                | 2e-3
          max(n, 3) + min(n, 3)                       | 10
          sqrt(16) + exp(0) + log(1) + log10(1000)    | 8
          sin(pi / 2) + cos(0) + tanh(0)              | 2
          round(2.6)                                  | 3
          if(n > 3, 1, 2)                             | 1
          if(known(gone), gone, 5)                    | 5
          watts(rf_1.power)                           | 1e-4
          dbm(1e-3)                                   | 0
          5 mV + 3e-3                                 | 8e-3
          2.5GHz / 1 MHz                              | 2500
          watts(-10 dBm) / 1 uW                       | 100
          1e3 µA                                      | 1e-3
          """)
  void aNumberIsComputed(String text, double expected) {
    assertEquals(expected, number(text).value(VALUES::get), 1e-12 * Math.abs(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chain 1.voltage < 0                         | true
          chain 1.voltage > 5e-3                      | false
          n >= 7 && n <= 7 && n == 7                  | true
          n != 7                                      | false
          gone > 0                                    | false
          gone < 0                                    | false
          gone == gone                                | false
          gone != 1                                   | false
          !known(gone)                                | true
          true && !false                              | true
          """)
  void aConditionHoldsOrNot(String text, boolean expected) {
    assertEquals(expected, condition(text).holds(VALUES::get));
  }

  @Test
  void eitherOfTwoConditionsIsEnough() {
    assertTrue(condition("n != 7 || !(n > 8)").holds(VALUES::get));
    assertFalse(condition("n != 7 || n > 8").holds(VALUES::get));
  }

  @Test
  void namesAreFound() {
    assertEquals(
        Set.of("chain 1.voltage", "input 1.power"),
        number("chain 1.voltage / input 1.power + chain 1.voltage / 2").names());
  }

  /** The unit follows from those of the names. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          chain 1.voltage / neuron 1.bias             | Ohm
          chain 1.voltage * neuron 1.bias             | W
          chain 1.voltage / input 1.power             | V/W
          input 1.frequency / neuron 1.bias           | Hz/A
          neuron 1.bias / chain 1.voltage             | S
          1 / input 1.frequency                       | s
          chain 1.voltage ^ 2                         | V^2
          sqrt(chain 1.voltage ^ 2)                   | V
          chain 1.voltage + 1e-3                      | V
          chain 1.voltage / 1 mA                      | Ohm
          1 / 2 kHz                                   | s
          watts(rf_1.power) * 2                       | W
          dbm(input 1.power) + 3                      | dBm
          rf_1.power - dbm(input 1.power)             | dB
          if(n > 3, chain 1.voltage, 0)               | V
          max(chain 1.voltage, field:3.voltage)       | V
          chain 1.voltage / field:3.voltage           | ''
          2 * 3                                       | ''
          """)
  void aUnitFollows(String text, String unit) {
    assertEquals(unit, number(text).unit(UNITS::get, ""));
    assertEquals(unit, number(text).unit(UNITS::get, unit));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          chain 1.voltage + neuron 1.bias    | line 4, column 24: + cannot be applied to V and A
          2 * (n + input 1.power)            | line 4, column 15: + cannot be applied to a number without unit and W
          chain 1.voltage + 5 mA             | line 4, column 24: + cannot be applied to V and A
          exp(chain 1.voltage)               | line 4, column 8: exp needs a number without unit, not V
          rf_1.power * 2                     | line 4, column 19: * cannot be applied to a level in dBm; write watts(...) for it
          watts(input 1.power)               | line 4, column 8: watts needs dBm, not W
          chain 1.voltage ^ n                | line 4, column 24: the exponent of V must be a written number
          sqrt(chain 1.voltage)              | line 4, column 8: V to the power 0.5 is no unit
          if(chain 1.voltage > n, 1, 2)      | line 4, column 27: > cannot be applied to V and a number without unit
          """)
  void unitsThatDoNotFitAreNamedByTheirPlace(String text, String message) {
    Formula formula = Formula.number(text, VALUES.keySet(), new Formula.Place(4, 8));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> formula.unit(UNITS::get, ""));
    assertEquals(message, e.getMessage());
  }

  @Test
  void anotherUnitThanAskedForIsRefused() {
    Formula volts = number("chain 1.voltage");
    IllegalArgumentException other =
        assertThrows(IllegalArgumentException.class, () -> volts.unit(UNITS::get, "Ohm"));
    assertTrue(other.getMessage().endsWith("it is V, not Ohm"), other.getMessage());
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> volts.unit(UNITS::get, "furlong"));
    assertTrue(
        unknown.getMessage().contains("\"furlong\" is not a known unit"), unknown.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          n + > 3                        | line 2, column 5:
          n > 3 &&                       | line 2, column
          (n > 3                         | line 2, column
          n > 3)                         | line 2, column
          n + 1                          | line 2, column 3: a condition is expected, such as n + 1 > 0, not a number
          n && true                      | line 2, column 1: && needs a condition here, and this is a number
          (n > 3) > 2                    | line 2, column 4: > needs a number here, and this is a condition
          abs(n > 3) > 2                 | line 2, column 7: abs needs a number here, and this is a condition
          m > 3                          | line 2, column 1: there is no m in the plan; there is
          chain 2.voltage > 3            | line 2, column 1: there is no chain 2.voltage in the plan; there is
          max(n) > 3                     | line 2, column 1: max takes 2 values, not 1
          if(n > 3, 1) > 3               | line 2, column 1: if takes 3 values, not 2
          system(n) > 3                  | line 2, column
          n > 'x                         | line 2, column 5: the quotation mark ' is not closed
          n > 3 mX                       | line 2, column
          n > 1e308 kV                   | line 2, column 5:
          n > 1e999                      | line 2, column 5: 1e999 is not a number of a usual size
          n > 0x10                       | line 2, column
          2 n > 3                        | line 2, column
          n > 3; n > 4                   | line 2, column
          n.getClass() > 3               | line 2, column
          fact(1000000) > 3              | line 2, column
          n = 3                          | line 2, column
          """)
  void aMistakeIsNamedByItsPlace(String text, String message) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Formula.condition(text, VALUES.keySet(), new Formula.Place(2, 1)));
    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void longAndDeepExpressionsAreRefused() {
    String deep = "(".repeat(60) + "n" + ")".repeat(60) + " > 1";
    assertRefused(deep, "parentheses are nested deeper than 50");
    assertRefused("n + ".repeat(300) + "n > 1", "the longest possible one 1000");
    assertTrue(condition("-".repeat(900) + "n > 1").holds(VALUES::get), "as long as allowed");
    assertRefused(" ", "the expression is empty");
  }

  private static void assertRefused(String text, String why) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> condition(text));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  /** Tokens in any order: either an expression, or a sentence with a place. Nothing else. */
  @Test
  void anyTextIsEitherReadOrRefusedWithItsPlace() {
    List<String> tokens =
        List.of(
            "n",
            "chain 1.voltage",
            "rf_1.power",
            "(",
            ")",
            "+",
            "-",
            "*",
            "/",
            "^",
            "%",
            "<",
            ">",
            "==",
            "!=",
            "&&",
            "||",
            "!",
            ",",
            "3",
            "1e-3",
            "0",
            "abs(",
            "max(",
            "if(",
            "known(",
            "log(",
            "true",
            "pi",
            " ",
            " ",
            "'",
            "\"",
            "[",
            "]",
            "{",
            "}",
            ".",
            "..",
            "#",
            "\\",
            "${n}",
            "µ",
            "\u0000",
            "😀",
            "NULL",
            "n[0]",
            "a.b.c",
            ";",
            "\n",
            "1e400",
            "fact(9)");
    RandomGenerator random = Seeds.generator(20);
    int count = Integer.getInteger("spinbench.hostileExpressions", 2000);
    int read = 0;
    for (int trial = 0; trial < count; trial++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(1, 12); k > 0; k--) {
        text.append(tokens.get(random.nextInt(tokens.size())));
      }
      try {
        Formula formula = condition(text.toString());
        formula.holds(VALUES::get);
        read++;
        assertFalse(formula.names().isEmpty() && formula.text().isBlank());
      } catch (IllegalArgumentException e) {
        assertTrue(
            e.getMessage().matches("(?s)character \\d+ of \".*\": .+"),
            trial + ": " + text + " -> " + e.getMessage());
      }
    }
    assertTrue(read > 0, "some are expressions");
  }
}
