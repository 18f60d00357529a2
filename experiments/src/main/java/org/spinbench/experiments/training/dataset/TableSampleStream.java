package org.spinbench.experiments.training.dataset;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Seeds;

/**
 * A stream of the samples of a file: each round has all of them once, in another order. The test
 * samples of the training are the unseen ones.
 */
final class TableSampleStream implements SampleStream {
  private final Duty duty;
  private final Examples all;
  private final int unseen;
  private final RandomGenerator random;
  private final int[] order;
  private int next;

  /**
   * @param all samples of the file, the unseen ones first
   * @param unseen their number
   * @param seed of the order
   */
  TableSampleStream(Duty duty, Examples all, int unseen, long seed) {
    this.duty = duty;
    this.all = all;
    this.unseen = unseen;
    random = Seeds.generator(seed, 22);
    order = new int[all.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    next = order.length;
  }

  @Override
  public Duty duty() {
    return duty;
  }

  @Override
  public Item next() {
    if (next == order.length) {
      shuffle();
      next = 0;
    }
    int sample = order[next++];
    return new Item(
        all.inputs()[sample], all.labels()[sample], all.targets()[sample], sample < unseen);
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  @Override
  public OptionalInt unseen() {
    return OptionalInt.of(unseen);
  }
}
