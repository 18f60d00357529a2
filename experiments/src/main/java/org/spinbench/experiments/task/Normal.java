package org.spinbench.experiments.task;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.special.Erf;

/** The standard normal distribution. */
public final class Normal {
  private static final double SQRT_2 = StrictMath.sqrt(2);
  private static final double SQRT_2_PI = StrictMath.sqrt(2 * StrictMath.PI);

  /** Above this, 1 − Φ is below 1e-17, a tenth of what a number near one can tell from one. */
  private static final double CERTAIN = 8.5;

  private Normal() {}

  /**
   * One random number by Box and Muller's transform (doi:10.1214/aoms/1177706645) in strict
   * arithmetic: the same on every machine.
   */
  public static double draw(RandomGenerator random) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }

  /** Φ(z), the probability of a value below z. */
  public static double cumulative(double z) {
    return z > CERTAIN ? 1 : 0.5 * Erf.erfc(-z / SQRT_2);
  }

  /** φ(z), the density at z. */
  public static double density(double z) {
    return StrictMath.exp(-0.5 * z * z) / SQRT_2_PI;
  }

  /** ∫ Φ from −∞ to z, which is z Φ(z) + φ(z). */
  static double cumulativeIntegral(double z) {
    return z * cumulative(z) + density(z);
  }
}
