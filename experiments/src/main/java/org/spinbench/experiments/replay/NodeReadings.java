package org.spinbench.experiments.replay;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings of one node of a network, in order.
 *
 * @param setpoints where they were taken
 * @param recorded what was read there, of all nodes
 * @param times since the numbers of the node were what is known of them beforehand, s
 * @param values read, V or W
 * @param variances of the readings beside what fluctuates, V² or W²
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

  /** Number of the first reading at or after a time; their number if there is none. */
  int from(double time) {
    int first = 0;
    while (first < times.length && times[first] < time) {
      first++;
    }
    return first;
  }

  /** About so many of them, evenly. */
  NodeReadings thinned(int few) {
    int step = size() / few;
    if (step < 2) {
      return this;
    }
    return of(IntStream.range(0, size()).filter(i -> i % step == 0).toArray());
  }

  /** Those from a number on, up to another. */
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
