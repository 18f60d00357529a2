package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.spinbench.calibration.Value;

/** What the tests of recipes ask of an analysis. */
final class Findings {
  /** A deviation beyond this share of the truth would let every value pass. */
  private static final double WORST = 0.25;

  private Findings() {}

  /** The value of the finding of that name. */
  static Value found(Analysis analysis, String name) {
    return analysis.findings().stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(analysis.findings().toString()))
        .value();
  }

  /** Asserts that a value is within four of its deviations, which must be small. */
  static void assertFound(double truth, Value value) {
    assertTrue(
        value.deviation() > 0 && value.deviation() < WORST * Math.abs(truth),
        () -> "deviation " + value.deviation() + " of " + truth);
    assertEquals(truth, value.value(), 4 * value.deviation());
  }
}
