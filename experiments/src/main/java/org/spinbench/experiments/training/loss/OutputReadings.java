package org.spinbench.experiments.training.loss;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings of the output neurons.
 *
 * @param powers emitted powers of each sample, in the order of the read-out, W
 * @param targets of the samples
 */
public record OutputReadings(double[][] powers, double[] targets) {

  /** All readings of a list, in its order. */
  public static OutputReadings joined(List<OutputReadings> parts) {
    return new OutputReadings(
        parts.stream().flatMap(r -> Arrays.stream(r.powers())).toArray(double[][]::new),
        parts.stream().flatMapToDouble(r -> Arrays.stream(r.targets())).toArray());
  }

  /** Number of readings. */
  public int size() {
    return targets.length;
  }

  /** The mean loss. */
  public double loss(Loss loss) {
    return IntStream.range(0, size()).mapToDouble(i -> loss.value(powers[i], targets[i])).sum()
        / size();
  }

  /** Derivative of the mean loss by the levels of the decision. */
  public double[] slopeOfLevels(Loss loss) {
    double[] byLevel = new double[loss.levels().length];
    double[] byPower = new double[loss.answers().outputs()];
    for (int i = 0; i < size(); i++) {
      loss.addSlopes(powers[i], targets[i], 1.0 / size(), byPower, byLevel);
    }
    return byLevel;
  }

  /** Number of wrong answers. */
  public int errors(Loss loss) {
    return (int)
        IntStream.range(0, size()).filter(i -> !loss.isRight(powers[i], targets[i])).count();
  }
}
