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
   * @param time when it was read
   */
  record Sample(int which, double value, double uncertainty, Instant time) {}
}
