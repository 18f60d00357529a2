package org.spinbench.calibration.fit;

import java.util.Arrays;

/** Estimates the scatter that readings show beyond their stated uncertainty. */
final class Scatter {
  private static final int HALVINGS = 80;

  /** Largest scatter that counts as possible, over that of the residuals. */
  private static final double MOST = 4;

  private static final int STEPS = 400;

  /** Reduced chi-square of residuals that do not scatter. */
  private static final double EXACT = 1e-2;

  private Scatter() {}

  /**
   * The variance v ≥ 0 with Σ residual²/(variance + v leverage) = degrees; zero where the stated
   * variances already explain the residuals.
   *
   * @param residuals model less reading
   * @param variances stated variance of each
   * @param leverages variance of each per unit of the extra variance; not negative
   * @param degrees degrees of freedom
   */
  static double excess(double[] residuals, double[] variances, double[] leverages, double degrees) {
    if (chiSquare(residuals, variances, leverages, 0) <= degrees) {
      return 0;
    }
    double low = 0;
    double high = 1e-30;
    while (chiSquare(residuals, variances, leverages, high) > degrees && high < 1e30) {
      high *= 10;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      if (chiSquare(residuals, variances, leverages, middle) > degrees) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * The expected variance v ≥ 0 of a normal scatter, in the sense of Bayes with all values of √v
   * equally probable beforehand. It exceeds the most probable one where few residuals tell of it.
   * The likelihood is that of normal residuals of variance + v leverage, to the power degrees over
   * residuals. Zero if the residuals are so small that the stated variances are no scatter at all,
   * but limits of what a model leaves out.
   *
   * @param residuals model less reading
   * @param variances stated variance of each, above zero
   * @param leverages variance of each per unit of the extra variance; not negative
   * @param degrees degrees of freedom
   */
  static double expected(
      double[] residuals, double[] variances, double[] leverages, double degrees) {
    if (chiSquare(residuals, variances, leverages, 0) <= EXACT * degrees) {
      return 0;
    }
    double squares = Arrays.stream(residuals).map(r -> r * r).sum();
    double most = MOST * MOST * squares / Arrays.stream(leverages).sum();
    double[] logs = new double[STEPS];
    for (int k = 0; k < STEPS; k++) {
      double extra = variance(k, most);
      for (int i = 0; i < residuals.length; i++) {
        double all = variances[i] + extra * leverages[i];
        logs[k] -= (residuals[i] * residuals[i] / all + StrictMath.log(all)) / 2;
      }
      logs[k] *= degrees / residuals.length;
    }
    double top = Arrays.stream(logs).max().orElseThrow();
    double sum = 0;
    double moment = 0;
    for (int k = 0; k < STEPS; k++) {
      double part = StrictMath.exp(logs[k] - top);
      sum += part;
      moment += part * variance(k, most);
    }
    return moment / sum;
  }

  /** A variance whose roots are equally far from each other. */
  private static double variance(int step, double most) {
    double root = (step + 0.5) / STEPS;
    return root * root * most;
  }

  private static double chiSquare(
      double[] residuals, double[] variances, double[] leverages, double extra) {
    double sum = 0;
    for (int i = 0; i < residuals.length; i++) {
      sum += residuals[i] * residuals[i] / (variances[i] + extra * leverages[i]);
    }
    return sum;
  }
}
