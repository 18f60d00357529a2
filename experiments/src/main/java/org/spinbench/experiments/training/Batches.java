package org.spinbench.experiments.training;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Draws batches of training samples, half of each class. */
final class Batches {
  private final Examples examples;
  private final int[][] ofClass;

  /** Batches of examples of classes 0 and 1. */
  Batches(Examples examples) {
    this.examples = examples;
    this.ofClass = new int[2][];
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      ofClass[label] =
          IntStream.range(0, examples.size()).filter(i -> examples.labels()[i] == wanted).toArray();
    }
  }

  /** So many samples, classes in turn; one sample may come twice. */
  Examples draw(int number, RandomGenerator random) {
    double[][] inputs = new double[number][];
    int[] labels = new int[number];
    for (int i = 0; i < number; i++) {
      int[] some = ofClass[i % 2];
      int index = some[random.nextInt(some.length)];
      inputs[i] = examples.inputs()[index];
      labels[i] = examples.labels()[index];
    }
    return new Examples(inputs, labels);
  }
}
