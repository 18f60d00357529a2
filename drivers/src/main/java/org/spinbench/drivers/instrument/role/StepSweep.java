package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * The settings of a source's pass through equally spaced frequencies.
 *
 * @param carrier the frequency without a pass, whose limits apply to both ends, Hz
 * @param start first frequency, Hz
 * @param stop last frequency, Hz
 * @param points number of frequencies
 * @param dwell time at each, s
 */
public record StepSweep(
    NumberSetting carrier,
    NumberSetting start,
    NumberSetting stop,
    NumberSetting points,
    NumberSetting dwell) {

  /** Sets the instrument's range of frequencies again, Hz. */
  public void range(double lowest, double highest) {
    carrier.range(lowest, highest);
    start.range(lowest, highest);
    stop.range(lowest, highest);
  }

  /**
   * Sets all four, if the ends pass every limit of the carrier.
   *
   * @throws LimitException if one is refused
   */
  public void set(double from, double to, int count, double seconds) {
    carrier.check(from);
    carrier.check(to);
    start.ensure(from);
    stop.ensure(to);
    points.ensure(count);
    dwell.ensure(seconds);
  }
}
