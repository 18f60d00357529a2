package org.spinbench.experiments.run;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.run.store.RowStream;
import org.spinbench.experiments.run.store.RunException;

/** The readings of evaluations, one after another, by number. Only some are in memory at a time. */
public final class RecordedReadings {
  private final RunFile run;
  private final RowStream<NotedReading> rows;
  private long highest;

  /** The present readings of a run. */
  public RecordedReadings(RunFile run) {
    this.run = run;
    this.rows = run.readingRows();
  }

  /**
   * The readings of an evaluation in the order of the record; may be none.
   *
   * @param evaluation its number, greater than in the last call
   * @throws RunException if readings are not in the order of their evaluations
   */
  public List<NotedReading> of(long evaluation) {
    List<NotedReading> own = new ArrayList<>();
    while (rows.peek() != null && number(rows.peek()) <= evaluation) {
      NotedReading reading = rows.poll();
      if (reading.evaluation().orElse(-1) == evaluation) {
        own.add(reading);
      }
    }
    return own;
  }

  /**
   * The values of an evaluation, NaN after an overload.
   *
   * @see #of
   */
  public List<Double> values(long evaluation) {
    return of(evaluation).stream()
        .map(reading -> reading.overload() ? Double.NaN : reading.value())
        .toList();
  }

  /** The number of its evaluation; for a reading without one, the highest so far. */
  private long number(NotedReading reading) {
    long number = reading.evaluation().orElse(highest);
    if (number < highest) {
      throw new RunException(
          "in "
              + run.path()
              + " a reading of evaluation "
              + number
              + " follows one of evaluation "
              + highest
              + RunException.VERIFY);
    }
    highest = number;
    return number;
  }
}
