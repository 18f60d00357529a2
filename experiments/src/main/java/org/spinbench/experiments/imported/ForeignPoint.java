package org.spinbench.experiments.imported;

import java.time.Instant;
import java.util.List;

/**
 * A setpoint and what was read there.
 *
 * @param time when it was reached; of a log, when it was first read
 * @param settings in the order of the map, in their units
 * @param readings in the order in which they were taken
 */
record ForeignPoint(Instant time, List<Double> settings, List<Sample> readings) {
  /**
   * One value.
   *
   * @param which reading of the map it is of
   * @param value in its unit
   * @param uncertainty one standard deviation, in its unit
   * @param overload whether the instrument said that it was more than its range holds
   * @param time when it was read
   */
  record Sample(int which, double value, double uncertainty, boolean overload, Instant time) {
    /** What SCPI answers for more than a range holds (SCPI-99, volume 1, 7.2.1.4). */
    private static final double INFINITY = 9.9e37;

    /** What it answers where there is no number (7.2.1.5). */
    private static final double NOT_A_NUMBER = 9.91e37;

    /** Whether a number as the instrument gave it stands for none. */
    static boolean isNone(double raw) {
      return raw == NOT_A_NUMBER;
    }

    /** A sample of a number as the instrument gave it. */
    static Sample of(int which, double raw, double factor, double uncertainty, Instant time) {
      return new Sample(which, raw * factor, uncertainty, Math.abs(raw) >= INFINITY, time);
    }
  }
}
