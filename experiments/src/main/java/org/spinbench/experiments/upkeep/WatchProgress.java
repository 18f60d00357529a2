package org.spinbench.experiments.upkeep;

/** Receives the progress of a watch; called on the thread that watches. */
public interface WatchProgress {
  /** Nobody looks. */
  WatchProgress NONE = happening -> {};

  /** Something was done or found. */
  void happened(WatchEvent happening);

  /**
   * Called after each sample.
   *
   * @param evaluations so far, those of upkeep included
   * @param right answers of the last ones
   * @param last how many these are; at least 1
   */
  default void at(long evaluations, int right, int last) {}
}
