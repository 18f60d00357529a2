package org.spinbench.experiments.sweep.plan;

import java.time.Instant;

/**
 * The mean of the samples of one reading at one setpoint.
 *
 * @param value in the reading's unit; NaN when there was nothing to read
 * @param uncertainty one standard deviation of the mean: the scatter of the samples, or the
 *     instruments' stated noise where that is larger, over the root of their number
 * @param samples how many; 0 when there was nothing to read
 * @param overload whether a sample exceeded its instrument's range
 * @param compliance whether the instrument's source was limited by its compliance at a sample, so
 *     that it did not give what it was set to
 * @param time of the last sample; of the setpoint when there was none
 */
public record Mean(
    double value,
    double uncertainty,
    int samples,
    boolean overload,
    boolean compliance,
    Instant time) {

  /** The mean of readings of a meter that is no source, or of one that gave what it was set to. */
  public Mean(double value, double uncertainty, int samples, boolean overload, Instant time) {
    this(value, uncertainty, samples, overload, false, time);
  }

  /** Nothing, where there was nothing to read, or nothing to be used. */
  public static Mean none(Instant time) {
    return new Mean(Double.NaN, Double.NaN, 0, false, time);
  }
}
