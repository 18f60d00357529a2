package org.spinbench.experiments.imported;

import java.time.Instant;
import java.util.List;

/**
 * A setpoint with its readings.
 *
 * @param time when it was reached; in a log, of its first reading
 * @param settings in the order of the map, in their units
 * @param readings in the order in which they were taken
 */
record ForeignPoint(Instant time, List<Double> settings, List<Sample> readings) {
  /**
   * One value.
   *
   * @param which index of the reading in the map
   * @param value in its unit
   * @param uncertainty one standard deviation, in its unit
   * @param overload whether the instrument reported an overrange
   * @param time of the reading
   */
  record Sample(int which, double value, double uncertainty, boolean overload, Instant time) {
    /** The SCPI value of an overrange (SCPI-99, volume 1, 7.2.1.4). */
    private static final double INFINITY = 9.9e37;

    /** The SCPI value of not-a-number (7.2.1.5). */
    private static final double NOT_A_NUMBER = 9.91e37;

    /** Whether an instrument's number means not-a-number. */
    static boolean isNone(double raw) {
      return raw == NOT_A_NUMBER;
    }

    /** A sample of an instrument's number. */
    static Sample of(int which, double raw, double factor, double uncertainty, Instant time) {
      return new Sample(which, raw * factor, uncertainty, Math.abs(raw) >= INFINITY, time);
    }
  }
}
