package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
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
    assertEquals(4 * 10 / 7.0, alone(residuals, none, ones, 10), 0.03);
    assertEquals(4 * 10 / 7.0 * 0.36, alone(scaled(residuals, 0.6), none, ones, 10), 0.01);
  }

  /** A scatter that is far below the stated deviations stays possible, up to a part of them. */
  @Test
  void excludesNoScatterThatTheReadingsCannotShow() {
    double[] ones = {1, 1, 1, 1};
    double found = alone(new double[] {0.5, -0.5, 0.5, -0.5}, ones, ones, 4);
    assertTrue(found > 0.05 && found < 1, "found " + found);
    assertEquals(0, alone(new double[4], ones, ones, 4));
    assertEquals(0, alone(new double[] {0.01, 0.02, -0.01, 0.01}, ones, ones, 4));
  }

  /** One precise reading among many vague ones that scatter less than stated decides. */
  @Test
  void preciseResidualsCountMoreThanVagueOnes() {
    double[] residuals = {3, 0.1, -0.1, 0.1, -0.1, 3, 0.1, -0.1};
    double[] variances = {1e-6, 100, 100, 100, 100, 1e-6, 100, 100};
    double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    // 9/v + 9/v = 8
    assertEquals(2.25, Scatter.excess(residuals, variances, ones, 8), 1e-3);
    assertTrue(alone(residuals, variances, ones, 8) > 4);
  }

  /**
   * Half of 400 residuals scatter by 2 as all do, the others also by half of the 10 that they might
   * at most: 4 in variance, and a quarter of 100.
   */
  @Test
  void distinguishesTwoScatters() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
    double[] residuals = new double[400];
    double[] stated = new double[400];
    double[] ones = new double[400];
    double[] most = new double[400];
    for (int i = 0; i < 400; i++) {
      stated[i] = 1e-6;
      ones[i] = 1;
      most[i] = i % 2 == 0 ? 100 : 0;
      residuals[i] = Math.sqrt(4 + 0.25 * most[i]) * random.nextGaussian();
    }
    Scatter.Two two = Scatter.expected(residuals, stated, ones, most, 400);
    // A variance of n residuals is uncertain by the root of 2/n, 0.1 here.
    assertEquals(4, two.free(), 4 * 0.1 * 4);
    assertEquals(0.25, two.part(), 4 * 0.12 * 0.25);
  }

  private static double alone(
      double[] residuals, double[] variances, double[] leverages, double degrees) {
    Scatter.Two two =
        Scatter.expected(residuals, variances, leverages, new double[residuals.length], degrees);
    assertEquals(0, two.part());
    return two.free();
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> v * factor).toArray();
  }
}
