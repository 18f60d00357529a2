package org.spinbench.experiments.study.engine;

import java.util.List;
import java.util.function.Consumer;

/** Other processes, perhaps on other computers, that run groups of tasks. */
public interface Cluster {
  /** Number of groups that run at the same time, as far as is known now; at least 1. */
  int slots();

  /**
   * Runs groups, and returns when all have ended.
   *
   * @param groups numbers of tasks; a group runs in one process, task after task
   * @param seconds after which a group begins no further task, s; each group runs at least one
   * @param rows receives each row, one at a time, when its group has ended; the same row twice if a
   *     group ran twice
   * @throws IllegalStateException saying why the cluster gave up
   */
  void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows);
}
