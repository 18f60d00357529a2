package org.spinbench.experiments.sweep;

import java.time.Instant;

/**
 * The mean of the samples of one reading at one setpoint.
 *
 * @param value in the reading's unit; NaN when there was nothing to read
 * @param uncertainty one standard deviation of the mean: the scatter of the samples, or the
 *     instruments' stated noise where that is larger, over the root of their number
 * @param samples how many; 0 when there was nothing to read
 * @param overload whether a sample exceeded its instrument's range
 * @param time of the last sample; of the setpoint when there was none
 */
public record Mean(double value, double uncertainty, int samples, boolean overload, Instant time) {}
