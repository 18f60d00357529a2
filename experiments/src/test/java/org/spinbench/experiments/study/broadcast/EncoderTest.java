package org.spinbench.experiments.study.broadcast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.LabelledTable;
import org.spinbench.experiments.task.Seeds;

class EncoderTest {
  /** Two classes apart along (1, 1), with much more scatter along (1, −1). */
  private static LabelledTable table() {
    RandomGenerator random = Seeds.generator(1);
    double[][] rows = new double[400][3];
    int[] labels = new int[400];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = i % 2;
      double along = 3 * labels[i] + 0.5 * random.nextGaussian();
      double across = 10 * random.nextGaussian();
      rows[i] = new double[] {along + across, along - across, random.nextGaussian()};
    }
    return new LabelledTable("made", List.of("a", "b"), rows, labels);
  }

  @Test
  void theFirstInputTellsTheClassesApart() {
    LabelledTable table = table();
    Encoder encoder = Encoder.of(table, 2);
    double[][] inputs = encoder.encode(table);
    double[] sums = new double[2];
    for (int i = 0; i < inputs.length; i++) {
      sums[table.labels()[i]] += inputs[i][0] / 200;
    }
    double threshold = (sums[0] + sums[1]) / 2;
    int right = 0;
    for (int i = 0; i < inputs.length; i++) {
      right += inputs[i][0] > threshold == sums[1] > sums[0] == (table.labels()[i] == 1) ? 1 : 0;
    }
    // Φ(3) of each class is on its side of the middle: 1.5 between, 0.5 rms.
    assertTrue(right > 390, right + " of 400");
  }

  @Test
  void trainingSamplesFillTheRangeAndOthersAreLimitedToIt() {
    LabelledTable table = table();
    Encoder encoder = Encoder.of(table, 3);
    double[][] inputs = encoder.encode(table);
    for (int k = 0; k < 3; k++) {
      double low = 1;
      double high = 0;
      for (double[] input : inputs) {
        low = Math.min(low, input[k]);
        high = Math.max(high, input[k]);
      }
      assertEquals(0, low, 1e-12);
      assertEquals(1, high, 1e-12);
    }
    assertEquals(0, encoder.beyond(table));
    LabelledTable far =
        new LabelledTable("far", table.classes(), new double[][] {{1e3, 1e3, 1e3}}, new int[] {0});
    assertTrue(encoder.beyond(far) >= 2);
    for (double input : encoder.encode(far)[0]) {
      assertTrue(input >= 0 && input <= 1);
    }
  }

  /**
   * Three classes in forty dimensions, ten of which never change, with scatter that is correlated.
   */
  private static LabelledTable wide() {
    RandomGenerator random = Seeds.generator(2);
    double[][] rows = new double[600][40];
    int[] labels = new int[600];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = i % 3;
      double common = random.nextGaussian();
      for (int k = 0; k < 30; k++) {
        rows[i][k] = (k % 3 == labels[i] ? 1 : 0) + random.nextGaussian() + (k % 5) * common;
      }
    }
    return new LabelledTable("wide", List.of("a", "b", "c"), rows, labels);
  }

  /** Fisher's discriminants are uncorrelated within the classes, but for the ridge. */
  @Test
  void discriminantsAreUncorrelatedWithinTheClasses() {
    LabelledTable table = wide();
    double[][] inputs = Encoder.of(table, 4).encode(table);
    double[][] means = new double[3][2];
    for (int i = 0; i < inputs.length; i++) {
      for (int k = 0; k < 2; k++) {
        means[table.labels()[i]][k] += inputs[i][k] / 200;
      }
    }
    double both = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < inputs.length; i++) {
      double x = inputs[i][0] - means[table.labels()[i]][0];
      double y = inputs[i][1] - means[table.labels()[i]][1];
      both += x * y;
      first += x * x;
      second += y * y;
    }
    assertEquals(0, both / Math.sqrt(first * second), 0.05);
  }

  @Test
  void isTheSameEveryTime() {
    double[] once = Encoder.of(table(), 3).encode(table().rows()[7]);
    assertArrayEquals(once, Encoder.of(table(), 3).encode(table().rows()[7]));
  }
}
