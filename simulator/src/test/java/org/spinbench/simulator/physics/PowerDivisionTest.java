package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerDivisionTest {
  /** Power in the first of two resistors by its current, from a generator behind 50 Ω. */
  private static double power(double first, double second) {
    double current = 1 / (50 + first + second);
    return current * current * first;
  }

  @ParameterizedTest
  @CsvSource({"45, 5", "45, 0.5", "45, 45", "45, 1000", "30, 100"})
  void theCurrentThroughAllDecides(double sound, double other) {
    double expected = power(sound, other) / power(sound, sound);
    assertEquals(expected, PowerDivision.change(sound + other, 2 * sound), 1e-12);
  }

  /**
   * One of two junctions of 45 Ω is a short of 5 Ω: 0.900 of the power for the other, not 0.459.
   */
  @ParameterizedTest
  @CsvSource({"50, 0.900, 0.459", "Infinity, 0, 0.459"})
  void partsOfTheAvailablePower(double sum, double now, double usual) {
    assertEquals(now / usual, PowerDivision.change(sum, 90), 2e-3);
  }
}
