package org.spinbench.experiments.study.drone.transmission;

import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Normal;

/**
 * Draws from the gamma distribution: the power of a bin with mean 1, averaged over {@code shape}
 * independent periodograms.
 *
 * <p>Source: G. Marsaglia, W. W. Tsang, ACM Trans. Math. Softw. 26, 363 (2000),
 * doi:10.1145/358407.358414, in strict arithmetic.
 */
final class GammaDistribution {
  private GammaDistribution() {}

  /**
   * One number with mean {@code shape} and variance {@code shape}.
   *
   * @param shape at least 1
   */
  static double draw(double shape, RandomGenerator random) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = Normal.draw(random);
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        double u = 1 - random.nextDouble();
        if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
          return d * v;
        }
      }
    }
  }
}
