package org.spinbench.experiments.baseline;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Mini-batches of an epoch: all rows in random order, in batches of equal size except the last. */
final class Minibatches {
  /** One batch: its rows and their classes. */
  record Batch(double[][] rows, int[] labels) {}

  private Minibatches() {}

  static Batch[] shuffled(double[][] rows, int[] labels, int size, RandomGenerator random) {
    int[] order = IntStream.range(0, rows.length).toArray();
    if (size < rows.length) {
      shuffle(order, random);
    }
    Batch[] batches = new Batch[(rows.length + size - 1) / size];
    for (int b = 0; b < batches.length; b++) {
      int[] chosen = Arrays.copyOfRange(order, b * size, Math.min(rows.length, (b + 1) * size));
      double[][] powers = new double[chosen.length][];
      Arrays.setAll(powers, i -> rows[chosen[i]]);
      batches[b] = new Batch(powers, IntStream.of(chosen).map(row -> labels[row]).toArray());
    }
    return batches;
  }

  private static void shuffle(int[] order, RandomGenerator random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int row = order[i];
      order[i] = order[other];
      order[other] = row;
    }
  }
}
