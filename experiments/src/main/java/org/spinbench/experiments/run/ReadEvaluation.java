package org.spinbench.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;

/**
 * An evaluation with its readings and settings.
 *
 * @param readings in the order of the record; none if it was interrupted before the first
 * @param settings since the previous evaluation was read, in order
 */
public record ReadEvaluation(
    NotedEvaluation evaluation, List<NotedReading> readings, List<NotedSetting> settings) {

  /**
   * Visits every evaluation of a run, by number, with the same memory for any length of the run.
   *
   * @throws RunException if readings are not in the order of their evaluations
   */
  public static void each(RunFile run, Consumer<ReadEvaluation> told) {
    RowStream<NotedEvaluation> evaluations = run.evaluationRows();
    RowStream<NotedSetting> settings = run.settingRows();
    RecordedReadings readings = new RecordedReadings(run);
    for (NotedEvaluation next = evaluations.poll(); next != null; next = evaluations.poll()) {
      List<NotedReading> own = readings.of(next.number());
      List<NotedSetting> before = new ArrayList<>();
      while (!own.isEmpty()
          && settings.peek() != null
          && settings.peek().time().isBefore(own.get(0).time())) {
        before.add(settings.poll());
      }
      told.accept(new ReadEvaluation(next, own, before));
    }
  }
}
