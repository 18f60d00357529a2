package org.spinbench.experiments.baseline;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.task.Seeds;

/** Small problems whose answers are known. */
final class Problems {
  private Problems() {}

  /** Three classes, each with one strong bin of its own among eight: linearly separable. */
  static Spectra peaks(int rows, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    double[][] powers = new double[rows][8];
    int[] labels = IntStream.range(0, rows).map(row -> row % 3).toArray();
    for (int row = 0; row < rows; row++) {
      for (int bin = 0; bin < 8; bin++) {
        powers[row][bin] = 0.2 * random.nextDouble();
      }
      powers[row][1 + 2 * labels[row]] += 0.6;
    }
    return new Spectra("peaks", List.of("a", "b", "c"), powers, labels);
  }

  /** Exclusive or of two powers: three of four rows at most for any linear classifier. */
  static Spectra exclusiveOr() {
    double[][] corners = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    double[][] powers = new double[64][];
    int[] labels = new int[64];
    for (int row = 0; row < 64; row++) {
      powers[row] = corners[row % 4].clone();
      labels[row] = row % 4 == 1 || row % 4 == 2 ? 1 : 0;
    }
    return new Spectra("exclusive or", List.of("even", "odd"), powers, labels);
  }
}
