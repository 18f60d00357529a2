package org.spinbench.experiments.study.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs tasks on a cluster in groups of about two seconds, so that neither scheduling costs much nor
 * much is lost with a process. How long a task takes, the first round finds out: each process works
 * a second. Java compiles meanwhile, and tasks of a millisecond take ten times as long, so a second
 * round of half a minute measures again before all others are divided. Groups become smaller
 * towards the end, so that no process waits long for the last. A group that takes much longer than
 * expected is cut off, and the rest of it goes into the next round.
 */
final class ClusterEngine {
  /** The duration of a group, s. */
  static final double GROUP = 2;

  /** The duration below which scheduling would cost too much, s. */
  static final double LEAST = 0.2;

  /** The duration of a group of the first round, s. */
  static final double PILOT = 1;

  /** The expected duration of the second round, s. */
  static final double WARM_UP = 30;

  private static final int MOST_IN_PILOT = 10_000;
  private static final double CUT_OFF = 10 * GROUP;

  private final Cluster cluster;

  ClusterEngine(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Runs tasks, and returns when all have ended.
   *
   * @param ended receives the row of each task once, one at a time, when its group has ended
   * @throws IllegalStateException if the cluster gave up, or ran other tasks
   */
  void run(List<Integer> tasks, Consumer<StudyRow> ended) {
    Set<Integer> missing = new LinkedHashSet<>(tasks);
    Set<Integer> asked = Set.copyOf(tasks);
    List<List<Integer>> groups = pilot(tasks, cluster.slots());
    double seconds = PILOT;
    double round = WARM_UP;
    while (!missing.isEmpty()) {
      Map<Integer, Double> durations = new LinkedHashMap<>();
      cluster.run(
          groups,
          seconds,
          row -> {
            if (!asked.contains(row.task())) {
              throw new IllegalStateException(
                  "the cluster ran the task " + row.task() + " unasked");
            }
            durations.put(row.task(), row.cost().seconds());
            if (missing.remove(row.task())) {
              ended.accept(row);
            }
          });
      if (durations.isEmpty()) {
        throw new IllegalStateException(
            "the cluster ended " + groups.size() + " groups without a row");
      }
      double duration = duration(groups, durations);
      List<Integer> left = List.copyOf(missing);
      int next = (int) Math.min(left.size(), (long) cluster.slots() * size(round, duration));
      groups = groups(left.subList(0, next), cluster.slots(), duration);
      seconds = CUT_OFF;
      round = Double.POSITIVE_INFINITY;
    }
  }

  /**
   * The first groups, one for each slot, of a quarter of the tasks at most; all tasks if that makes
   * groups of one.
   */
  static List<List<Integer>> pilot(List<Integer> tasks, int slots) {
    int size = Math.min(MOST_IN_PILOT, tasks.size() / (4 * slots));
    List<List<Integer>> groups = new ArrayList<>();
    int number = size < 1 ? tasks.size() : slots;
    for (int group = 0; group < number; group++) {
      int begin = group * Math.max(1, size);
      groups.add(tasks.subList(begin, begin + Math.max(1, size)));
    }
    return groups;
  }

  /**
   * The expected duration of a task, s: the mean, without the first of each group that has another,
   * because it may have waited for Java to load and compile.
   *
   * @param durations of the tasks that ended, s
   */
  static double duration(List<List<Integer>> groups, Map<Integer, Double> durations) {
    List<Double> counted = new ArrayList<>();
    for (List<Integer> group : groups) {
      List<Double> all = group.stream().filter(durations::containsKey).map(durations::get).toList();
      counted.addAll(all.subList(Math.min(1, all.size() / 2), all.size()));
    }
    return counted.stream()
        .mapToDouble(one -> one)
        .average()
        .orElse(Collections.max(durations.values()));
  }

  /**
   * Divides tasks, in their order.
   *
   * @param duration expected for a task, s
   */
  static List<List<Integer>> groups(List<Integer> tasks, int slots, double duration) {
    int most = size(GROUP, duration);
    int least = size(LEAST, duration);
    List<List<Integer>> groups = new ArrayList<>();
    for (int begin = 0, end; begin < tasks.size(); begin = end) {
      int left = tasks.size() - begin;
      int share = Math.max(least, Math.min(most, left / (2 * slots)));
      end = begin + Math.min(left, share);
      groups.add(tasks.subList(begin, end));
    }
    return groups;
  }

  private static int size(double seconds, double duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, seconds / Math.max(duration, 1e-9)));
  }
}
