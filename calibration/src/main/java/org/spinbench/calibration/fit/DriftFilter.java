package org.spinbench.calibration.fit;

import java.util.Arrays;

/**
 * Filters readings that depend linearly on numbers with a prior, some of which wander, and rates
 * each reading by those before it.
 *
 * <pre>yᵢ = hᵢ · x(tᵢ) + noise of variance Rᵢ
 * x(tᵢ) = x(tᵢ₋₁) + steps of variance r |tᵢ − tᵢ₋₁| of those numbers that wander</pre>
 *
 * A {@link KalmanFilter} predicts each reading from all before it. Its innovation over the square
 * root of the predicted variance is a standard normal number if, and only if, the model is right.
 * Innovations beyond {@value #FAR} standard deviations count as if the reading were as uncertain as
 * they are large. The covariance is a {@link FactoredCovariance}, since a prior and what is learned
 * differ by many orders of magnitude.
 */
public final class DriftFilter {
  private static final double FAR = 5;
  private static final double LOG_TWO_PI = StrictMath.log(2 * Math.PI);

  private final double[] times;
  private final double[][] slopes;
  private final double[] residuals;
  private final int wandering;

  /**
   * Sets up a problem.
   *
   * @param times times since the prior, s
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
   * The result of the filter, reading by reading.
   *
   * @param logLikelihoods of each reading, predicted from those before it, with the variance that
   *     counted
   * @param innovations each over its predicted deviation
   * @param variances predicted for each reading; larger for far readings
   * @param gains change of each number per unit of the innovation, [reading][number]
   * @param mean of the numbers after the last reading
   * @param covariance of the numbers after the last reading
   * @param track mean of the numbers that wander after each reading, [reading][number]
   * @param trackDeviations one standard deviation of the track
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

    /** The log-likelihood of all readings together. */
    public double logLikelihood() {
      return Arrays.stream(logLikelihoods).sum();
    }
  }

  /**
   * Filters.
   *
   * @param mean prior mean of the numbers
   * @param deviations prior deviations; a number that wanders up to the first reading is uncertain
   *     by that in addition
   * @param variances Rᵢ
   * @param rate r, in the square of a number's unit, 1/s
   */
  public Result run(double[] mean, double[] deviations, double[] variances, double rate) {
    return run(mean, deviations, variances, rate, true);
  }

  /** Nothing but the logLikelihoods of the same result, in less time. */
  public double[] logLikelihoods(
      double[] mean, double[] deviations, double[] variances, double rate) {
    return run(mean, deviations, variances, rate, false).logLikelihoods();
  }

  private Result run(
      double[] mean, double[] deviations, double[] variances, double rate, boolean all) {
    int n = residuals.length;
    int size = mean.length;
    StateCovariance covariance =
        new FactoredCovariance(Arrays.stream(deviations).map(d -> d * d).toArray());
    KalmanFilter filter = new KalmanFilter(mean.clone(), covariance);
    double[] innovations = new double[n];
    double[][] track = new double[all ? n : 0][wandering];
    double[][] trackDeviations = new double[all ? n : 0][wandering];
    double[] logLikelihoods = new double[n];
    double[] counted = new double[n];
    double[][] gains = new double[n][];
    double before = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < wandering; k++) {
        covariance.add(k, rate * Math.abs(times[i] - before));
      }
      before = times[i];
      double innovation = residuals[i] - filter.foreseen(slopes[i]);
      double foreseen = filter.project(slopes[i]) + variances[i];
      innovations[i] = innovation / Math.sqrt(foreseen);
      double variance = Math.max(foreseen, innovation * innovation / (FAR * FAR));
      counted[i] = variance;
      logLikelihoods[i] =
          -0.5 * (innovation * innovation / variance + StrictMath.log(variance) + LOG_TWO_PI);
      double[] gain = filter.correct(innovation, variances[i] + (variance - foreseen), variance);
      if (!all) {
        continue;
      }
      gains[i] = gain.clone();
      for (int k = 0; k < wandering; k++) {
        track[i][k] = filter.mean()[k];
        trackDeviations[i][k] = Math.sqrt(covariance.get(k, k));
      }
    }
    double[][] last = new double[all ? size : 0][size];
    for (int j = 0; j < last.length; j++) {
      for (int k = 0; k < size; k++) {
        last[j][k] = covariance.get(j, k);
      }
    }
    return new Result(
        logLikelihoods, innovations, counted, gains, filter.mean(), last, track, trackDeviations);
  }
}
