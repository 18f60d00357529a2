package org.spinbench.experiments.sweep;

import java.util.List;
import java.util.Optional;

/**
 * Summary of a sweep. Times are by the bench's clock, s; on a virtual bench they are those of the
 * instruments alone.
 *
 * @param points setpoints measured, without returns to the reference
 * @param references returns to the reference
 * @param samples readings of instruments
 * @param unsettled points at which a reading was not stable in time, or not settled
 * @param overloads points with an overrange sample
 * @param limited points with a sample whose source was in compliance
 * @param stops conditions that ended a line or the plan, in the order of their first time
 * @param unlisted why a plan that asks for lists ran point by point; empty otherwise
 * @param setting time of setting, including ramps
 * @param settling time of waiting
 * @param reading time of reading
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
  /** Total time by the bench's clock, s. */
  public double seconds() {
    return setting + settling + reading;
  }
}
