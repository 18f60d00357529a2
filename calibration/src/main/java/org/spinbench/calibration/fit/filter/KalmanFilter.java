package org.spinbench.calibration.fit.filter;

/**
 * A Kalman filter of scalar readings y = h·x + v that come one after the other, with v of variance
 * R independent of all before (R. E. Kalman 1960, doi:10.1115/1.3662552). Between readings the
 * owner lets the state change: it changes {@link #mean} and the covariance that it handed over.
 *
 * <p>A reading takes three steps: {@link #project} gives the variance hᵀPh that the state leaves
 * open; the owner compares the innovation y − h·x with S = hᵀPh + R, and may take R as larger for a
 * reading that it doubts; {@link #correct} moves the state. Not thread-safe.
 */
public final class KalmanFilter {
  private final double[] mean;
  private final StateCovariance covariance;
  private final double[] gain;

  /**
   * A filter before its first reading.
   *
   * @param mean most probable state; the filter works on this array
   * @param covariance of the state; the filter works on this object
   */
  public KalmanFilter(double[] mean, StateCovariance covariance) {
    if (mean.length != covariance.size()) {
      throw new IllegalArgumentException(
          "a mean of "
              + mean.length
              + " components but a covariance of "
              + covariance.size()
              + ": give one of each for every component of the state");
    }
    this.mean = mean;
    this.covariance = covariance;
    gain = new double[mean.length];
  }

  /** Most probable state; not a copy. */
  public double[] mean() {
    return mean;
  }

  /** The reading that the state foresees: h·x. */
  public double foreseen(double[] slopes) {
    double sum = 0;
    for (int j = 0; j < mean.length; j++) {
      sum += slopes[j] * mean[j];
    }
    return sum;
  }

  /**
   * Prepares for a reading.
   *
   * @param slopes h, derivatives of the reading by the state
   * @return hᵀPh, the variance that the state gives the reading
   */
  public double project(double[] slopes) {
    return covariance.project(slopes);
  }

  /**
   * Takes in the reading that {@link #project} prepared for.
   *
   * @param innovation the reading less its prediction
   * @param noise R, positive
   * @param variance S = hᵀPh + R
   * @return the gain Ph/S, by which each component moved per unit of the innovation; overwritten by
   *     the next reading
   */
  public double[] correct(double innovation, double noise, double variance) {
    covariance.condition(noise, variance, gain);
    for (int i = 0; i < mean.length; i++) {
      mean[i] += gain[i] * innovation;
    }
    return gain;
  }
}
