package org.spinbench.app.chart;

import java.util.List;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.QuantityColumn;
import org.spinbench.experiments.training.TrainingExperiment;

/** The picture of a recorded run. */
public final class RunChart {
  private RunChart() {}

  /**
   * Draws the readings of a measurement, or the learning curve of a training.
   *
   * @throws RunException if the run is neither
   */
  public static void write(RunFile run, PictureFile file) {
    if (run.start().kind().equals(TrainingExperiment.KIND)) {
      LearningChart.write("Learning " + run.start().task(), run, file);
    } else {
      of(run).write(file);
    }
  }

  /**
   * The picture of a sweep.
   *
   * @throws RunException if the run is no sweep of a plan
   */
  static SweepChart of(RunFile run) {
    RecordedSweep sweep = new RecordedSweep(run);
    Plan plan =
        sweep
            .plan()
            .orElseThrow(
                () -> new RunException(run.path() + " holds no plan that says what to draw"));
    SweepChart chart =
        new SweepChart(
            plan, quantities(sweep.columns().settings()), quantities(sweep.columns().readings()));
    sweep.points().forEach(chart::point);
    return chart;
  }

  private static List<QuantityColumn> quantities(List<Columns.Column> columns) {
    return columns.stream()
        .map(column -> new QuantityColumn(column.name(), column.unit()))
        .toList();
  }
}
