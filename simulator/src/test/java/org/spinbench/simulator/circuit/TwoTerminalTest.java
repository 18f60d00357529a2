package org.spinbench.simulator.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoTerminalTest {
  @ParameterizedTest
  @CsvSource({
    // resistance, current?, level, limit -> V, A, limited
    "50, true, 0.01, 1, 0.5, 0.01, false",
    "50, true, 0.02, 1, 1.0, 0.02, false",
    "50, true, -0.03, 1, -1.0, -0.02, true",
    "50, true, 0.03, Infinity, 1.5, 0.03, false",
    "50, false, 0.5, 0.1, 0.5, 0.01, false",
    "50, false, -10, 0.1, -5.0, -0.1, true",
    "50, false, 10, Infinity, 10, 0.2, false",
    "50, true, 0, 0, 0, 0, false",
    "Infinity, true, 1e-6, 21, 21, 0, true",
    "Infinity, true, -1e-6, 21, -21, 0, true",
    "Infinity, true, 0, 21, 0, 0, false",
    "Infinity, false, -3, 0.1, -3, 0, false",
    "50, true, 0.02, 1e-30, 1e-30, 2e-32, true",
  })
  void ohmsLawUpToTheCompliance(
      double resistance,
      boolean current,
      double value,
      double limit,
      double volts,
      double amperes,
      boolean limited) {
    Terminals terminals = new Resistor(resistance).under(new DcLevel(current, value, limit));
    assertEquals(volts, terminals.voltage(), 1e-12);
    assertEquals(amperes, terminals.current(), 1e-15);
    assertEquals(limited, terminals.limited());
  }

  @Test
  void aLoadHasAResistance() {
    assertThrows(IllegalArgumentException.class, () -> new Resistor(0));
    assertThrows(IllegalArgumentException.class, () -> new Resistor(Double.NaN));
  }

  /** A source of 0.1 V behind 10 Ω. */
  private static final TwoTerminal BATTERY =
      new TwoTerminal() {
        @Override
        public double voltage(double current) {
          return 0.1 + 10 * current;
        }

        @Override
        public double current(double voltage) {
          return (voltage - 0.1) / 10;
        }
      };

  /** Of a device with a source of its own, the limit counts with the sign of what there is. */
  @ParameterizedTest
  @CsvSource({
    // current?, level, limit -> V, A, limited
    "true, 0, 1, 0.1, 0, false",
    "true, 0, 0.05, 0.05, -0.005, true",
    "true, -0.005, 1, 0.05, -0.005, false",
    "true, -0.05, 0.2, -0.2, -0.03, true",
    "false, 0, 1, 0, -0.01, false",
    "false, 0, 0.004, 0.06, -0.004, true",
    "false, 0.5, 0.004, 0.14, 0.004, true",
  })
  void aDeviceMayHaveASourceOfItsOwn(
      boolean current, double level, double limit, double volts, double amperes, boolean limited) {
    Terminals terminals = BATTERY.under(new DcLevel(current, level, limit));
    assertEquals(volts, terminals.voltage(), 1e-15);
    assertEquals(amperes, terminals.current(), 1e-15);
    assertEquals(limited, terminals.limited());
  }
}
