package org.spinbench.experiments.study.drone;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.task.Seeds;

/**
 * A division of labelled samples into parts of equal size, in each of which every class has its
 * share.
 */
public final class StratifiedFolds {
  private final int[] fold;
  private final int count;

  /**
   * Deals the samples of every class, in random order, to the folds in turn; each class begins
   * where the one before ended, so that the folds' sizes differ by one at most.
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

  /** Number of folds. */
  public int count() {
    return count;
  }

  /** Samples of a fold, to be tested on. */
  public int[] tested(int number) {
    return IntStream.range(0, fold.length).filter(n -> fold[n] == number).toArray();
  }

  /** Samples of all other folds, to be trained on. */
  public int[] trained(int number) {
    return IntStream.range(0, fold.length).filter(n -> fold[n] != number).toArray();
  }
}
