package org.spinbench.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;

/**
 * An evaluation with what belongs to it.
 *
 * @param readings in the order in which they were noted; none if it was cut off before the first
 * @param settings what was set since the evaluation before that was read, in order
 */
public record ReadEvaluation(
    NotedEvaluation evaluation, List<NotedReading> readings, List<NotedSetting> settings) {

  /**
   * Tells of every evaluation of a run, by number. It takes no more memory for a long run than for
   * a short one.
   *
   * @throws RunException if readings do not stand in the order of their evaluations
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
