package org.spinbench.calibration.fit;

/** Estimates the scatter that readings show beyond their stated uncertainty. */
final class Scatter {
  private static final int HALVINGS = 80;

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

  private static double chiSquare(
      double[] residuals, double[] variances, double[] leverages, double extra) {
    double sum = 0;
    for (int i = 0; i < residuals.length; i++) {
      sum += residuals[i] * residuals[i] / (variances[i] + extra * leverages[i]);
    }
    return sum;
  }
}
