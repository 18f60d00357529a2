package org.spinbench.app.chart;

import java.util.List;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/** The picture of a recorded sweep. */
public final class RunChart {
  private RunChart() {}

  /**
   * The picture of a run.
   *
   * @throws RunException if the run is no sweep of a plan
   */
  public static SweepChart of(RunFile run) {
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
