package org.spinbench.experiments.study.engine;

import java.time.Instant;
import java.util.Map;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;

/** Makes the row of a task, wherever the task runs. */
public final class TaskRunner {
  private final Study study;
  private final String commit;
  private final Clock clock;
  private final String host;

  /**
   * A runner.
   *
   * @param commit of this program
   * @param clock times the tasks
   * @param host name of this computer
   */
  public TaskRunner(Study study, String commit, Clock clock, String host) {
    this.study = study;
    this.commit = commit;
    this.clock = clock;
    this.host = host;
  }

  /** Runs a task; a failure is a row too. */
  public StudyRow row(int task, Place place) {
    long begin = clock.nanos();
    Instant began = clock.now();
    Map<String, Object> values = Map.of();
    String failure = "";
    try {
      values = study.values(task, place);
    } catch (RuntimeException e) {
      failure = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    return new StudyRow(
        task,
        study.seed(task),
        study.configuration(task),
        commit,
        values,
        failure,
        new StudyRow.Cost(host, began, 1e-9 * (clock.nanos() - begin)));
  }
}
