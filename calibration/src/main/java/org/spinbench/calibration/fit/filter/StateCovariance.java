package org.spinbench.calibration.fit.filter;

/**
 * The covariance P of the state of a {@link KalmanFilter}, in a form that the filter can update.
 * The methods form steps: {@link #project} with the slopes of a reading, then {@link #condition} on
 * that reading.
 */
public sealed interface StateCovariance permits FullCovariance, FactoredCovariance {
  /** Number of components of the state. */
  int size();

  /** Covariance of two components. */
  double get(int i, int j);

  /**
   * Adds variance to one component, independent of all others: process noise.
   *
   * @param variance not negative
   */
  void add(int i, double variance);

  /**
   * Prepares for a reading.
   *
   * @param slopes h, derivatives of the reading by the state
   * @return hᵀPh, the variance that the state gives the reading
   */
  double project(double[] slopes);

  /**
   * Takes in the reading that {@link #project} prepared for: P becomes P − Phhᵀ P/S.
   *
   * @param noise R, variance of the noise of the reading
   * @param variance S = hᵀPh + R
   * @param gain receives Ph/S, by which the mean moves per unit of the innovation
   */
  void condition(double noise, double variance, double[] gain);
}
