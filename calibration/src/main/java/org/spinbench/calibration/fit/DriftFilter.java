package org.spinbench.calibration.fit;

import java.util.Arrays;

/**
 * A Kalman filter of readings that depend linearly on numbers about which something is known
 * beforehand, on numbers of which nothing is known, and on numbers that wander.
 *
 * <pre>yᵢ = hᵢ · x(tᵢ) + noise of variance Rᵢ
 * x(tᵢ) = x(tᵢ₋₁) + steps of variance r |tᵢ − tᵢ₋₁| of those numbers that wander</pre>
 *
 * Each reading is predicted from all before it: its innovation over the square root of the variance
 * that is foreseen for it is a standard normal number if, and only if, the model is right. (R. E.
 * Kalman 1960, DOI 10.1115/1.3662552.) Innovations beyond {@value #FAR} standard deviations count
 * as if the reading were as uncertain as they are large.
 *
 * <p>What is known beforehand and what is learned differ by many orders of magnitude, so the
 * covariance is kept as P = U D Uᵀ with a unit upper triangular U and a diagonal D, which no
 * rounding makes negative (G. J. Bierman 1976, DOI 10.1016/0005-1098(76)90067-1).
 */
public final class DriftFilter {
  private static final double FAR = 5;
  private static final double LOG_TWO_PI = StrictMath.log(2 * Math.PI);

  private final double[] times;
  private final double[][] slopes;
  private final double[] residuals;
  private final int wandering;

  /**
   * A problem.
   *
   * @param times since the numbers were as the prior says, s
   * @param slopes hᵢ; the first ones belong to the numbers that wander
   * @param residuals yᵢ
   * @param wandering how many of the numbers wander
   */
  public DriftFilter(double[] times, double[][] slopes, double[] residuals, int wandering) {
    this.times = times;
    this.slopes = slopes;
    this.residuals = residuals;
    this.wandering = wandering;
  }

  /**
   * What the readings say.
   *
   * @param logLikelihoods of each reading, foreseen from those before it; far ones counted as less
   *     certain
   * @param innovations each over the deviation foreseen for it
   * @param variances foreseen for each reading; of far ones larger, as they count
   * @param gains by how much each reading moved each number, per unit of its innovation,
   *     [reading][number]
   * @param mean of the numbers after the last reading
   * @param covariance of the numbers after the last reading
   * @param track of the numbers that wander, as the readings up to each one have it,
   *     [reading][number]
   * @param trackDeviations of the same
   */
  public record Result(
      double[] logLikelihoods,
      double[] innovations,
      double[] variances,
      double[][] gains,
      double[] mean,
      double[][] covariance,
      double[][] track,
      double[][] trackDeviations) {

    /** Of all readings together. */
    public double logLikelihood() {
      return Arrays.stream(logLikelihoods).sum();
    }
  }

  /**
   * Filters.
   *
   * @param mean of the numbers beforehand
   * @param deviations of the numbers beforehand; those of the numbers that wander are added to what
   *     they have wandered up to the first reading
   * @param variances Rᵢ
   * @param rate r, in the square of a number's unit, 1/s
   */
  public Result run(double[] mean, double[] deviations, double[] variances, double rate) {
    int n = residuals.length;
    int size = mean.length;
    double[] x = mean.clone();
    double[] d = new double[size];
    // Row by row the columns of U, whose elements are used together.
    double[][] u = new double[size][];
    for (int j = 0; j < size; j++) {
      u[j] = new double[j + 1];
      d[j] = deviations[j] * deviations[j];
      u[j][j] = 1;
    }
    double[] innovations = new double[n];
    double[][] track = new double[n][wandering];
    double[][] trackDeviations = new double[n][wandering];
    double[] f = new double[size];
    double[] logLikelihoods = new double[n];
    double[] counted = new double[n];
    double[][] gains = new double[n][size];
    double before = 0;
    for (int i = 0; i < n; i++) {
      wander(u, d, rate * Math.abs(times[i] - before));
      before = times[i];
      double predicted = 0;
      double spread = 0;
      for (int j = 0; j < size; j++) {
        double sum = 0;
        for (int k = 0; k <= j; k++) {
          sum += u[j][k] * slopes[i][k];
        }
        f[j] = sum;
        spread += sum * sum * d[j];
        predicted += slopes[i][j] * x[j];
      }
      double innovation = residuals[i] - predicted;
      double foreseen = spread + variances[i];
      innovations[i] = innovation / Math.sqrt(foreseen);
      double variance = Math.max(foreseen, innovation * innovation / (FAR * FAR));
      counted[i] = variance;
      logLikelihoods[i] =
          -0.5 * (innovation * innovation / variance + StrictMath.log(variance) + LOG_TWO_PI);
      double[] gain = gains[i];
      learn(u, d, f, gain, variances[i] + (variance - foreseen));
      for (int j = 0; j < size; j++) {
        gain[j] /= variance;
        x[j] += gain[j] * innovation;
      }
      for (int k = 0; k < wandering; k++) {
        track[i][k] = x[k];
        trackDeviations[i][k] = Math.sqrt(covariance(u, d, k, k));
      }
    }
    double[][] covariance = new double[size][size];
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        covariance[j][k] = covariance(u, d, j, k);
      }
    }
    return new Result(
        logLikelihoods, innovations, counted, gains, x, covariance, track, trackDeviations);
  }

  private static double covariance(double[][] u, double[] d, int j, int k) {
    double sum = 0;
    for (int l = Math.max(j, k); l < d.length; l++) {
      sum += u[l][j] * d[l] * u[l][k];
    }
    return sum;
  }

  /** Adds a step to the variance of each number that wanders (Agee and Turner's update). */
  private void wander(double[][] u, double[] d, double step) {
    double[] a = new double[wandering];
    for (int number = 0; number < wandering && step > 0; number++) {
      Arrays.fill(a, 0);
      a[number] = 1;
      double c = step;
      for (int j = number; j >= 0; j--) {
        double old = d[j];
        d[j] = old + c * a[j] * a[j];
        for (int k = 0; k < j; k++) {
          a[k] -= a[j] * u[j][k];
          u[j][k] += c * a[j] * a[k] / d[j];
        }
        c *= old / d[j];
      }
    }
  }

  /** Bierman's update by one reading with f = Uᵀ h; leaves P h in gain. */
  private static void learn(double[][] u, double[] d, double[] f, double[] gain, double noise) {
    double sum = noise;
    for (int j = 0; j < d.length; j++) {
      double v = d[j] * f[j];
      double next = sum + f[j] * v;
      double lambda = -f[j] / sum;
      d[j] *= sum / next;
      gain[j] = v;
      for (int k = 0; k < j; k++) {
        double old = u[j][k];
        u[j][k] = old + lambda * gain[k];
        gain[k] += old * v;
      }
      sum = next;
    }
  }
}
