package org.spinbench.experiments.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanName;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/** Repeats the recorded setpoints of a sweep on another bench. */
public final class SweepRepetition {
  /** Receives the progress. */
  @FunctionalInterface
  public interface Progress {
    /** Called with the number of completed setpoints. */
    void at(int done, int total);
  }

  private SweepRepetition() {}

  /**
   * Repeats every setpoint in order through the drivers of the bench, including returns to a
   * reference. Each reading has the plan's minimum number of samples, or one for an import.
   *
   * @return a point for each recorded one
   * @throws IllegalArgumentException naming what the bench cannot set or read
   * @throws RunException if the bench has a quantity in another unit than the run
   */
  public static List<Point> on(Bench bench, RecordedSweep recorded, Progress progress) {
    Plan plan = plan(recorded);
    BenchNames names = new BenchNames(bench, (of, spectrum) -> {});
    Setpoints setpoints = new Setpoints(bench, plan, names);
    setpoints.keep();
    PointSampler sampler = new PointSampler(plan, names, bench);
    requireUnits(recorded.columns(), setpoints, sampler);
    setpoints.begin();
    PlanScope scope = new PlanScope(plan);
    List<Point> points = new ArrayList<>();
    int total = recorded.points().size();
    for (Point point : recorded.points()) {
      progress.at(points.size(), total);
      setpoints.set(point.settings(), point.reference());
      setpoints.settle();
      sampler.settle();
      boolean[] settled = {sampler.becomesStable()};
      Instant time = bench.clock().now();
      List<Mean> means = sampler.take(time, (of, sample) -> settled[0] &= sample.settled());
      points.add(
          new Point(
              point.number(),
              point.place(),
              point.reference(),
              point.settings(),
              scope.withDerived(point.reference(), point.settings(), means, time),
              settled[0],
              time));
    }
    progress.at(total, total);
    return List.copyOf(points);
  }

  /**
   * Requires that a bench can set and read the columns in their units; sends nothing.
   *
   * @throws IllegalArgumentException naming what the bench cannot set or read
   * @throws RunException naming a column with another unit
   */
  public static void require(Bench bench, Columns columns) {
    Plan plan = ofColumns(columns);
    BenchNames names = new BenchNames(bench, (of, spectrum) -> {});
    requireUnits(columns, new Setpoints(bench, plan, names), new PointSampler(plan, names, bench));
  }

  private static void requireUnits(Columns columns, Setpoints setpoints, PointSampler sampler) {
    columns
        .settings()
        .forEach(one -> requireUnit(one, setpoints.sweepSetting(one.name()).unit().symbol()));
    List<QuantityColumn> read = sampler.quantities();
    for (int k = 0; k < read.size(); k++) {
      requireUnit(columns.readings().get(k), read.get(k).unit());
    }
  }

  private static void requireUnit(Columns.Column column, String unit) {
    if (!column.unit().equals(unit)) {
      throw new RunException(
          column.name()
              + " is in '"
              + column.unit()
              + "', but the bench has it in '"
              + unit
              + "'; import it with that unit and a factor between the two in the map");
    }
  }

  /** The plan of the sweep; for an import, a plan from its columns. */
  private static Plan plan(RecordedSweep recorded) {
    Plan plan = recorded.plan().orElseGet(() -> ofColumns(recorded.columns()));
    List<Measurand> least =
        plan.readings().stream().map(one -> Measurand.times(one.reading(), one.least())).toList();
    return plan.reading(least);
  }

  private static Plan ofColumns(Columns columns) {
    Plan plan = Plan.named("an import");
    for (Columns.Column setting : columns.settings()) {
      PlanName.of(setting.name());
      plan = plan.sweep(Axis.list(setting.name(), 0)); // the points have their settings
    }
    for (Columns.Column reading : columns.readings()) {
      plan = plan.read(reading.name());
    }
    return plan;
  }
}
