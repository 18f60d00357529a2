package org.spinbench.experiments.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanOrder;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;

/** Points of a plan with one reading, made up from the values of its axes. */
final class RecipePoints {
  static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");

  private RecipePoints() {}

  /** Value and standard deviation of a reading. */
  record Read(double value, double deviation) {}

  /**
   * Measures a plan, a millisecond from point to point.
   *
   * @param units of the axes, outermost first, and of the reading
   */
  static Analysis measured(Plan plan, List<String> units, Function<List<Double>, Read> reading) {
    List<Columns.Column> settings =
        plan.axes().stream()
            .map(axis -> new Columns.Column(axis.setting(), units.get(plan.axes().indexOf(axis))))
            .toList();
    String unit = units.get(units.size() - 1);
    List<Columns.Column> read = List.of(new Columns.Column(plan.readings().get(0).reading(), unit));
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.of(new Columns(settings, read)));
    PlanScope scope = new PlanScope(plan);
    PlanOrder.walk(
        plan,
        (place, done) -> {
          List<Double> values = scope.values(place);
          Read one = reading.apply(values);
          Instant time = Instant.EPOCH.plus(Duration.ofMillis(done));
          Mean mean = new Mean(one.value(), one.deviation(), 1, false, time);
          List<Mean> means = scope.withDerived(false, values, List.of(mean), time);
          analysis.point(new Point(done + 1, place, false, values, means, true, time));
          return PlanOrder.Next.GO_ON;
        });
    return analysis;
  }
}
