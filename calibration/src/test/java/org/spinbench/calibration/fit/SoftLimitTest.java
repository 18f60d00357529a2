package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SoftLimitTest {
  @Test
  void departsFromTheHardLimitByTheKneeAtTheCorner() {
    assertEquals(4 - 0.01, SoftLimit.upper(4, 4, 0.01), 1e-12);
    assertEquals(1, SoftLimit.upper(1, 4, 0.01), 1e-4);
    assertEquals(4, SoftLimit.upper(9, 4, 0.01), 1e-4);
    assertEquals(-4, SoftLimit.both(-9, 4, 0.01), 1e-4);
  }

  @Test
  void slopesAreThoseOfTheValues() {
    for (double x = -6; x < 6; x += 0.37) {
      double h = 1e-5;
      double upper = (SoftLimit.upper(x + h, 4, 0.1) - SoftLimit.upper(x - h, 4, 0.1)) / (2 * h);
      assertEquals(upper, SoftLimit.upperSlope(x, 4, 0.1), 1e-7);
      double both = (SoftLimit.both(x + h, 4, 0.1) - SoftLimit.both(x - h, 4, 0.1)) / (2 * h);
      assertEquals(both, SoftLimit.bothSlope(x, 4, 0.1), 1e-7);
      assertTrue(SoftLimit.bothSlope(x, 4, 0.1) > 0);
    }
  }
}
