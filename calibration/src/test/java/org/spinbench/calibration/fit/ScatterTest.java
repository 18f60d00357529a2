package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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

  /**
   * Without other variance, n residuals of mean square m leave for v the inverse gamma distribution
   * of shape (n − 1)/2 and scale n m/2, whose mean is n m/(n − 3).
   */
  @Test
  void expectsMoreWhereFewResidualsTell() {
    double[] none = {1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12, 1e-12};
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double[] residuals = {2, -2, 2, -2, 2, -2, 2, -2, 2, -2};
    assertEquals(4 * 10 / 7.0, Scatter.expected(residuals, none, ones, 10), 0.03);
    assertEquals(
        4 * 10 / 7.0 * 0.36, Scatter.expected(scaled(residuals, 0.6), none, ones, 10), 0.01);
  }

  /** A scatter that is far below the stated deviations stays possible, up to a part of them. */
  @Test
  void excludesNoScatterThatTheReadingsCannotShow() {
    double[] ones = {1, 1, 1, 1};
    double found = Scatter.expected(new double[] {0.5, -0.5, 0.5, -0.5}, ones, ones, 4);
    assertTrue(found > 0.05 && found < 1, "found " + found);
    assertEquals(0, Scatter.expected(new double[4], ones, ones, 4));
    assertEquals(0, Scatter.expected(new double[] {0.01, 0.02, -0.01, 0.01}, ones, ones, 4));
  }

  /** One precise reading among many vague ones that scatter less than stated decides. */
  @Test
  void preciseResidualsCountMoreThanVagueOnes() {
    double[] residuals = {3, 0.1, -0.1, 0.1, -0.1, 3, 0.1, -0.1};
    double[] variances = {1e-6, 100, 100, 100, 100, 1e-6, 100, 100};
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    // 9/v + 9/v = 8
    assertEquals(2.25, Scatter.excess(residuals, variances, ones, 8), 1e-3);
    assertTrue(Scatter.expected(residuals, variances, ones, 8) > 4);
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }
}
