package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.task.Seeds;

class GammaDistributionTest {
  private static final int DRAWS = 40_000;

  /** Mean k, variance k, third central moment 2 k. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 6, 60})
  void hasTheMomentsOfItsShape(double shape) {
    double[] draws = draws(shape);
    double mean = Arrays.stream(draws).average().orElseThrow();
    double variance = moment(draws, mean, 2);
    double third = moment(draws, mean, 3);
    assertEquals(shape, mean, 5 * Math.sqrt(shape / DRAWS));
    assertEquals(shape, variance, 0.08 * shape);
    double fuzz = 5 * Math.sqrt(15.0 / DRAWS) * Math.pow(shape, 1.5);
    assertEquals(2 * shape, third, Math.max(fuzz, 0.5 * shape));
  }

  /** Shape 1 is the exponential distribution: P(x > t) = exp(-t). */
  @Test
  void shapeOneIsExponential() {
    double[] draws = draws(1);
    for (double t : new double[] {0.1, 1, 3}) {
      double above = Arrays.stream(draws).filter(x -> x > t).count() / (double) DRAWS;
      assertEquals(Math.exp(-t), above, 0.012);
    }
    assertTrue(Arrays.stream(draws).allMatch(x -> x > 0));
  }

  private static double[] draws(double shape) {
    RandomGenerator random = Seeds.generator(11);
    double[] draws = new double[DRAWS];
    Arrays.setAll(draws, i -> GammaDistribution.draw(shape, random));
    return draws;
  }

  private static double moment(double[] values, double mean, int power) {
    return Arrays.stream(values).map(x -> Math.pow(x - mean, power)).average().orElseThrow();
  }
}
