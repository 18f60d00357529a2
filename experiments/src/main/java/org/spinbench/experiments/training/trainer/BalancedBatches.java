package org.spinbench.experiments.training.trainer;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.training.dataset.Examples;

/**
 * Draws batches of training samples with equal numbers of each class; for a quantity, any samples.
 */
final class BalancedBatches {
  private final Examples examples;
  private final int[][] ofClass;

  /** Batches of examples. */
  BalancedBatches(Examples examples) {
    this.examples = examples;
    this.ofClass =
        Arrays.stream(examples.labels())
            .distinct()
            .sorted()
            .mapToObj(
                wanted ->
                    IntStream.range(0, examples.size())
                        .filter(i -> examples.labels()[i] == wanted)
                        .toArray())
            .toArray(int[][]::new);
  }

  /** Draws samples, with classes in turn; a sample may occur twice. */
  Examples draw(int number, RandomGenerator random) {
    double[][] inputs = new double[number][];
    int[] labels = new int[number];
    double[] targets = new double[number];
    for (int i = 0; i < number; i++) {
      int[] some = ofClass[i % ofClass.length];
      int index = some[random.nextInt(some.length)];
      inputs[i] = examples.inputs()[index];
      labels[i] = examples.labels()[index];
      targets[i] = examples.targets()[index];
    }
    return new Examples(inputs, labels, targets);
  }
}
