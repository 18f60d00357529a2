package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NormalTest {

  /** Abramowitz and Stegun, Handbook of Mathematical Functions, tables 26.1. */
  @Test
  void agreesWithPublishedTables() {
    assertEquals(0.5, Normal.cumulative(0), 1e-15);
    assertEquals(0.841344746068543, Normal.cumulative(1), 1e-14);
    assertEquals(0.998650101968370, Normal.cumulative(3), 1e-14);
    assertEquals(0.158655253931457, Normal.cumulative(-1), 1e-14);
    assertEquals(0.398942280401433, Normal.density(0), 1e-14);
    assertEquals(0.241970724519143, Normal.density(1), 1e-14);
  }

  /**
   * 1 − Φ(z) < φ(z)/z (Gordon 1941, doi:10.1214/aoms/1177731721); a double near 1 resolves 1.1e-16.
   */
  @Test
  void isExactlyOneOnlyWhereNoDoubleIsCloser() {
    for (double z : new double[] {8.51, 9, 20, 1e6, Double.POSITIVE_INFINITY}) {
      assertEquals(1, Normal.cumulative(z));
    }
    assertTrue(Normal.density(8.5) / 8.5 < Math.ulp(0.5) / 2);
    assertTrue(Normal.cumulative(8) < 1);
    assertTrue(Normal.cumulative(-8.6) > 0);
  }

  @Test
  void integralOfTheCumulativeDistributionHasItAsDerivative() {
    for (double z = -3; z <= 3; z += 0.25) {
      double h = 1e-4;
      double slope =
          (Normal.cumulativeIntegral(z + h) - Normal.cumulativeIntegral(z - h)) / (2 * h);
      assertEquals(Normal.cumulative(z), slope, 1e-7);
    }
  }

  @Test
  void drawsHaveTheMomentsOfTheDistribution() {
    RandomGenerator random = Seeds.generator(1);
    int draws = 400_000;
    double sum = 0;
    double squares = 0;
    int beyondTwo = 0;
    for (int i = 0; i < draws; i++) {
      double z = Normal.draw(random);
      sum += z;
      squares += z * z;
      beyondTwo += Math.abs(z) > 2 ? 1 : 0;
    }
    assertEquals(0, sum / draws, 0.007);
    assertEquals(1, squares / draws, 0.01);
    assertEquals(0.0455, (double) beyondTwo / draws, 0.0015);
  }
}
