package org.spinbench.experiments.sweep.plan;

import java.time.Instant;

/**
 * The mean of the samples of one reading at one setpoint.
 *
 * @param value in the reading's unit; NaN without a value
 * @param uncertainty one standard deviation of the mean: the larger of the samples' scatter and the
 *     instruments' stated noise, over the root of their number
 * @param samples their number; 0 without a value
 * @param overload whether a sample exceeded its instrument's range
 * @param compliance whether the instrument's source was in compliance at a sample, so that its
 *     level was not the setting
 * @param time of the last sample; of the setpoint if there is none
 */
public record Mean(
    double value,
    double uncertainty,
    int samples,
    boolean overload,
    boolean compliance,
    Instant time) {

  /** A mean without compliance. */
  public Mean(double value, double uncertainty, int samples, boolean overload, Instant time) {
    this(value, uncertainty, samples, overload, false, time);
  }

  /** No value, because there was nothing to read or to use. */
  public static Mean none(Instant time) {
    return new Mean(Double.NaN, Double.NaN, 0, false, time);
  }
}
