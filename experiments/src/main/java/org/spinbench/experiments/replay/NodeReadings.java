package org.spinbench.experiments.replay;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings of one node of a network, in order.
 *
 * @param setpoints of the readings
 * @param recorded readings of all nodes there
 * @param times since the validity of the node's prior numbers, s
 * @param values of the readings, V or W
 * @param variances of the readings without fluctuations, V² or W²
 */
record NodeReadings(
    List<Recording.Setpoint> setpoints,
    List<Observed> recorded,
    double[] times,
    double[] values,
    double[] variances) {

  int size() {
    return values.length;
  }

  /** Index of the first reading at or after a time; their number if there is none. */
  int from(double time) {
    int first = 0;
    while (first < times.length && times[first] < time) {
      first++;
    }
    return first;
  }

  /** A selection of about this many readings at equal distances. */
  NodeReadings thinned(int few) {
    int step = size() / few;
    if (step < 2) {
      return this;
    }
    return of(IntStream.range(0, size()).filter(i -> i % step == 0).toArray());
  }

  /** The readings in a range of indices. */
  NodeReadings part(int from, int to) {
    return of(IntStream.range(from, Math.min(to, size())).toArray());
  }

  private NodeReadings of(int[] kept) {
    return new NodeReadings(
        IntStream.of(kept).mapToObj(setpoints::get).toList(),
        IntStream.of(kept).mapToObj(recorded::get).toList(),
        IntStream.of(kept).mapToDouble(i -> times[i]).toArray(),
        IntStream.of(kept).mapToDouble(i -> values[i]).toArray(),
        IntStream.of(kept).mapToDouble(i -> variances[i]).toArray());
  }
}
