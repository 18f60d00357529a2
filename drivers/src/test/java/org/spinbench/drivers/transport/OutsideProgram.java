package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Programs that others wrote and that a test cannot do without. */
public final class OutsideProgram {
  private OutsideProgram() {}

  /**
   * Skips the test where a program is missing. With {@code CI=true} in the environment the test
   * fails instead: there every program is installed, and a skipped test would pass for a good one.
   *
   * @param needs what the test needs, for the report: "needs lxi (package lxi-tools)"
   */
  public static void require(boolean present, String needs) {
    require(present, needs, "true".equals(System.getenv("CI")));
  }

  static void require(boolean present, String needs, boolean always) {
    if (!always) {
      assumeTrue(present, needs);
    }
    assertTrue(present, () -> needs + "; with CI=true this test may not be skipped");
  }
}
