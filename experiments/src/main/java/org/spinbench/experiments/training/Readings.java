package org.spinbench.experiments.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings of the neuron that decides.
 *
 * @param powers emitted power, W
 * @param labels classes of the samples
 */
record Readings(double[] powers, int[] labels) {

  /** All readings of a list, in its order. */
  static Readings joined(List<Readings> parts) {
    return new Readings(
        parts.stream().flatMapToDouble(r -> Arrays.stream(r.powers())).toArray(),
        parts.stream().flatMapToInt(r -> Arrays.stream(r.labels())).toArray());
  }

  /** Number of readings. */
  int size() {
    return labels.length;
  }

  /** The mean loss. */
  double loss(LogisticLoss loss) {
    return IntStream.range(0, size()).mapToDouble(i -> loss.value(powers[i], labels[i])).sum()
        / size();
  }

  /** Derivative of the mean loss by the level that decides. */
  double slopeOfLevel(LogisticLoss loss) {
    double sum =
        IntStream.range(0, size()).mapToDouble(i -> loss.byScore(powers[i], labels[i])).sum();
    return -sum / (loss.scale() * size());
  }

  /** Readings on the wrong side of the decision. */
  int errors(LogisticLoss loss) {
    return (int)
        IntStream.range(0, size())
            .filter(i -> (powers[i] > loss.decision() ? 1 : 0) != labels[i])
            .count();
  }
}
