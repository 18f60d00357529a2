package org.spinbench.calibration.fit;

import java.util.Arrays;

/** Estimates the scatter that readings show beyond their stated uncertainty. */
final class Scatter {
  private static final int HALVINGS = 80;

  /** Largest scatter that counts as possible, over that of the residuals. */
  private static final double MOST = 4;

  private static final int STEPS = 400;

  /** The same beside a second scatter, and steps of that. */
  private static final int FEWER = 100;

  private static final int PARTS = 20;

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
   * Two scatters.
   *
   * @param free a variance, per unit of its leverage
   * @param part part of the largest possible variance of the other, 0 to 1
   */
  record Two(double free, double part) {}

  /**
   * The expected variances of two normal scatters, in the sense of Bayes with all values of their
   * roots equally probable beforehand: v ≥ 0, and a part s from 0 to 1 of the most that the other
   * may be. They exceed the most probable ones where few residuals tell of them. The likelihood is
   * that of normal residuals of variance + v leverage + s most, to the power degrees over
   * residuals. Both are zero if the residuals are so small that the stated variances are no scatter
   * at all, but limits of what a model leaves out.
   *
   * @param residuals model less reading
   * @param variances stated variance of each, above zero
   * @param leverages variance of each per unit of v; not negative
   * @param most largest variance of each by the other scatter; zeros without one
   * @param degrees degrees of freedom
   */
  static Two expected(
      double[] residuals, double[] variances, double[] leverages, double[] most, double degrees) {
    if (chiSquare(residuals, variances, leverages, 0) <= EXACT * degrees) {
      return new Two(0, 0);
    }
    double squares = Arrays.stream(residuals).map(r -> r * r).sum();
    double largest = MOST * MOST * squares / Arrays.stream(leverages).sum();
    boolean one = Arrays.stream(most).allMatch(m -> m == 0);
    int parts = one ? 1 : PARTS;
    int steps = one ? STEPS : FEWER;
    double[][] logs = new double[parts][steps];
    for (int j = 0; j < parts; j++) {
      for (int k = 0; k < steps; k++) {
        double extra = largest * part(k, steps);
        for (int i = 0; i < residuals.length; i++) {
          double all = variances[i] + extra * leverages[i] + (one ? 0 : part(j, parts) * most[i]);
          logs[j][k] -= (residuals[i] * residuals[i] / all + StrictMath.log(all)) / 2;
        }
        logs[j][k] *= degrees / residuals.length;
      }
    }
    double top = Arrays.stream(logs).flatMapToDouble(Arrays::stream).max().orElseThrow();
    double sum = 0;
    double free = 0;
    double part = 0;
    for (int j = 0; j < parts; j++) {
      for (int k = 0; k < steps; k++) {
        double probability = StrictMath.exp(logs[j][k] - top);
        sum += probability;
        free += probability * largest * part(k, steps);
        part += one ? 0 : probability * part(j, parts);
      }
    }
    return new Two(free / sum, part / sum);
  }

  /** One of a number of variances from 0 to 1 whose roots are equally far from each other. */
  private static double part(int step, int steps) {
    double root = (step + 0.5) / steps;
    return root * root;
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
