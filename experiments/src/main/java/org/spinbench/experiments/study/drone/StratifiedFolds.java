package org.spinbench.experiments.study.drone;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.task.Seeds;

/**
 * A division of labelled samples into parts of equal size with equal proportions of the classes.
 */
public final class StratifiedFolds {
  private final int[] fold;
  private final int count;

  /**
   * Deals the samples of every class in random order to the folds in turn. Each class begins where
   * the last one ended, so that the sizes of folds differ by at most one.
   *
   * @param labels class of each sample
   * @param count number of folds, at least 2
   */
  public StratifiedFolds(int[] labels, int count, long seed) {
    if (count < 2 || count > labels.length) {
      throw new IllegalArgumentException(
          count + " folds of " + labels.length + " samples: 2 to as many folds as samples");
    }
    this.count = count;
    this.fold = new int[labels.length];
    int classes = IntStream.of(labels).max().orElse(0) + 1;
    int next = 0;
    for (int label = 0; label < classes; label++) {
      int wanted = label;
      int[] members = IntStream.range(0, labels.length).filter(n -> labels[n] == wanted).toArray();
      shuffle(members, Seeds.generator(seed, label));
      for (int member : members) {
        fold[member] = next++ % count;
      }
    }
  }

  private static void shuffle(int[] values, RandomGenerator random) {
    for (int n = values.length - 1; n > 0; n--) {
      int other = random.nextInt(n + 1);
      int value = values[n];
      values[n] = values[other];
      values[other] = value;
    }
  }

  /** Test samples of a fold. */
  public int[] tested(int number) {
    return IntStream.range(0, fold.length).filter(n -> fold[n] == number).toArray();
  }

  /** Training samples of a fold: those of all others. */
  public int[] trained(int number) {
    return IntStream.range(0, fold.length).filter(n -> fold[n] != number).toArray();
  }
}
