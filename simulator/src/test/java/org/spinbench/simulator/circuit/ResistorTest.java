package org.spinbench.simulator.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResistorTest {
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
}
