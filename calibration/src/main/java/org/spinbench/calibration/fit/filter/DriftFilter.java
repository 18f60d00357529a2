package org.spinbench.calibration.fit.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    return run(mean, deviations, variances, rate, true, null);
  }

  /** Nothing but the logLikelihoods of the same result, in less time. */
  public double[] logLikelihoods(
      double[] mean, double[] deviations, double[] variances, double rate) {
    return run(mean, deviations, variances, rate, false, null).logLikelihoods();
  }

  /**
   * Sums of the numbers at the time of each reading, from the readings before and after it.
   *
   * @param means [reading][sum]
   * @param variances of each
   */
  public record Smoothed(double[][] means, double[][] variances) {}

  /** The numbers after a reading. */
  private record Step(double innovation, double[] mean, double[][] covariance) {}

  /**
   * Estimates sums of the numbers at the time of each reading from all readings, by the adjoint of
   * the filter (G. J. Bierman, Automatica 9, 503 (1973), doi:10.1016/0005-1098(73)90093-6). The
   * other parameters are those of {@link #run}.
   *
   * @param sums weights of the numbers in each sum, [sum][number]
   */
  public Smoothed smoothed(
      double[] mean, double[] deviations, double[] variances, double rate, double[][] sums) {
    List<Step> steps = new ArrayList<>();
    Result filtered = run(mean, deviations, variances, rate, true, steps);
    int size = mean.length;
    double[][] means = new double[steps.size()][sums.length];
    double[][] open = new double[steps.size()][sums.length];
    double[] later = new double[size];
    double[][] information = new double[size][size];
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      for (int k = 0; k < sums.length; k++) {
        double[] spread = product(step.covariance, sums[k]);
        means[i][k] = dot(sums[k], step.mean) + dot(spread, later);
        open[i][k] = dot(sums[k], spread) - dot(spread, product(information, spread));
      }
      double[] slope = slopes[i];
      double[] gain = filtered.gains[i];
      double[] by = product(information, gain);
      double variance = filtered.variances[i];
      double pull = step.innovation / variance - dot(gain, later);
      double weight = 1 / variance + dot(gain, by);
      for (int j = 0; j < size; j++) {
        later[j] += slope[j] * pull;
        for (int k = 0; k < size; k++) {
          information[j][k] += slope[j] * slope[k] * weight - slope[j] * by[k] - by[j] * slope[k];
        }
      }
    }
    return new Smoothed(means, open);
  }

  private static double[] product(double[][] matrix, double[] vector) {
    return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double[][] full(StateCovariance covariance) {
    double[][] full = new double[covariance.size()][covariance.size()];
    for (int j = 0; j < full.length; j++) {
      for (int k = 0; k <= j; k++) {
        full[j][k] = covariance.get(j, k);
        full[k][j] = full[j][k];
      }
    }
    return full;
  }

  /**
   * @param steps receives the numbers after each reading; null if they are not needed
   */
  private Result run(
      double[] mean,
      double[] deviations,
      double[] variances,
      double rate,
      boolean all,
      List<Step> steps) {
    int n = residuals.length;
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
      if (steps != null) {
        steps.add(new Step(innovation, filter.mean().clone(), full(covariance)));
      }
      if (!all) {
        continue;
      }
      gains[i] = gain.clone();
      for (int k = 0; k < wandering; k++) {
        track[i][k] = filter.mean()[k];
        trackDeviations[i][k] = Math.sqrt(covariance.get(k, k));
      }
    }
    double[][] last = all ? full(covariance) : new double[0][];
    return new Result(
        logLikelihoods, innovations, counted, gains, filter.mean(), last, track, trackDeviations);
  }
}
