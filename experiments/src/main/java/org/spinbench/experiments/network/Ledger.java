package org.spinbench.experiments.network;

import java.util.EnumMap;
import java.util.Map;
import org.spinbench.experiments.run.Purpose;

/** Counts the evaluations of a chip by purpose, against a budget. */
public final class Ledger {
  private final Map<Purpose, Long> counts = new EnumMap<>(Purpose.class);
  private long budget;
  private long parameterWrites;

  /** A ledger with a budget; it refuses further evaluations. */
  public Ledger(long budget) {
    this.budget = budget;
  }

  /**
   * Counts evaluations.
   *
   * @throws IllegalStateException if that would exceed the budget; then nothing is counted
   */
  public void count(Purpose purpose, long evaluations) {
    if (total() + evaluations > budget) {
      throw new IllegalStateException(
          "the budget of "
              + budget
              + " chip evaluations is used up ("
              + counts
              + "); allow more, or train with fewer blocks");
    }
    counts.merge(purpose, evaluations, Long::sum);
  }

  /** Increases the budget for evaluations after the training. */
  public void allow(long evaluations) {
    budget += evaluations;
  }

  /**
   * Keeps evaluations from what follows, until {@link #allow} gives them back.
   *
   * @return how many: fewer if fewer are left
   */
  public long withhold(long evaluations) {
    long kept = Math.max(0, Math.min(evaluations, left()));
    budget -= kept;
    return kept;
  }

  /** Counts parameters that were written to the network. */
  public void countWrites(int parameters) {
    parameterWrites += parameters;
  }

  /** Number of parameters written so far. */
  public long parameterWrites() {
    return parameterWrites;
  }

  /** Evaluations left in the budget. */
  public long left() {
    return budget - total();
  }

  /** Evaluations of one purpose so far. */
  public long count(Purpose purpose) {
    return counts.getOrDefault(purpose, 0L);
  }

  /** All evaluations so far. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The counts by purpose. */
  public Map<Purpose, Long> counts() {
    return Map.copyOf(counts);
  }
}
