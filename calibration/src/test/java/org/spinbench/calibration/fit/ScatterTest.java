package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScatterTest {
  /** Two residuals of 2 with unit variance and leverage: 8/(1 + v) = 2 at v = 3. */
  @Test
  void addsTheVarianceThatTheResidualsNeed() {
    double[] ones = {1, 1};
    assertEquals(3, Scatter.excess(new double[] {2, -2}, ones, ones, 2), 1e-9);
  }

  @Test
  void addsNothingWhereTheStatedVarianceIsEnough() {
    double[] ones = {1, 1};
    assertEquals(0, Scatter.excess(new double[] {0.5, -1}, ones, ones, 2));
  }
}
