package org.spinbench.experiments.study.engine;

import java.time.Instant;
import java.util.Map;

/**
 * The result of one task.
 *
 * @param task its number, from 0
 * @param seed of the task
 * @param configuration first 16 hexadecimal digits of the SHA-256 of the settings and the files
 *     that they name
 * @param commit of the program
 * @param values measures by name: numbers, booleans, texts, or null
 * @param failure why the task has no values; empty if it has
 * @param cost what differs from run to run
 */
public record StudyRow(
    int task,
    long seed,
    String configuration,
    String commit,
    Map<String, Object> values,
    String failure,
    Cost cost) {

  /**
   * Where and when a task ran; in no table that is compared.
   *
   * @param host name of the computer
   * @param began start of the task
   * @param seconds its duration, s
   */
  public record Cost(String host, Instant began, double seconds) {}

  /** Whether the task failed. */
  public boolean hasFailed() {
    return !failure.isEmpty();
  }
}
