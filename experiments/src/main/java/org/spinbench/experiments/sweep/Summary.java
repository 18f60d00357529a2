package org.spinbench.experiments.sweep;

import java.util.List;
import java.util.Optional;

/**
 * How a sweep went. Times are by the bench's clock, in s: on a virtual bench what the instruments
 * themselves need.
 *
 * @param points setpoints measured, without returns to the reference
 * @param references returns to the reference
 * @param samples readings of instruments
 * @param unsettled points at which a reading did not stand still in time, or was not settled
 * @param overloads points with a sample beyond its instrument's range
 * @param limited points with a sample at which its source was limited by its compliance
 * @param stops conditions that ended a line or the plan, in the order of their first time
 * @param unlisted why a plan that asks for lists went point by point; empty if none does, or did
 * @param setting time spent to set, ramps included
 * @param settling time spent to wait
 * @param reading time spent to read
 */
public record Summary(
    long points,
    long references,
    long samples,
    long unsettled,
    long overloads,
    long limited,
    List<String> stops,
    Optional<String> unlisted,
    double setting,
    double settling,
    double reading) {
  /** Time of the whole by the bench's clock, s. */
  public double seconds() {
    return setting + settling + reading;
  }
}
