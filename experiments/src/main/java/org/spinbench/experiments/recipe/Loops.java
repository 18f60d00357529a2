package org.spinbench.experiments.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;

/** Passes there and back of one setting, and the step in each of them. */
final class Loops {
  private final Passes whole = new Passes(this::step);
  private final List<LoopStep> there = new ArrayList<>();
  private final List<LoopStep> back = new ArrayList<>();
  private final int setting;
  private final String settingUnit;
  private final String readingUnit;
  private final String what;
  private double rates;
  private int rated;
  private int passes;

  Loops(Plan plan, Optional<Columns> columns) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost("", "a setting, there and back");
    if (axis.order() != Axis.Order.THERE_AND_BACK) {
      throw parts.lacks(
          "sweeps " + axis.setting() + " innermost in one direction; give it order there_and_back");
    }
    setting = plan.axes().size() - 1;
    what = new PlanScope(plan).readings().get(0);
    settingUnit = columns.map(all -> all.settings().get(setting).unit()).orElse("");
    readingUnit = columns.map(all -> all.readings().get(0).unit()).orElse("");
  }

  /** The plan of both recipes. */
  static Plan plan(Recipe recipe, String reading, Axis axis, int repeats) {
    return Plan.named(recipe.word() + " of " + reading)
        .recipe(recipe.word())
        .repeats(repeats)
        .sweep(axis.thereAndBack())
        .read(reading);
  }

  void take(Point point) {
    whole.take(point);
  }

  private void step(List<Point> pass) {
    List<Point> read =
        pass.stream().filter(point -> point.readings().get(0).samples() > 0).toList();
    if (read.isEmpty()) {
      return;
    }
    passes++;
    double[] settings = read.stream().mapToDouble(one -> one.settings().get(setting)).toArray();
    double[] readings = read.stream().mapToDouble(one -> one.readings().get(0).value()).toArray();
    boolean backward = pass.get(0).place().backward();
    LoopStep.of(settings, readings).ifPresent(step -> (backward ? back : there).add(step));
    Instant begin = pass.get(0).time();
    Instant last = pass.get(pass.size() - 1).time();
    double seconds = Duration.between(begin, last).toNanos() * 1e-9;
    if (seconds > 0) {
      rates += Math.abs(settings[settings.length - 1] - settings[0]) / seconds;
      rated++;
    }
  }

  /** The steps on the way there, or back. */
  List<LoopStep> steps(boolean onTheWayBack) {
    whole.end();
    return List.copyOf(onTheWayBack ? back : there);
  }

  /** Mean rate of the setting, in its unit per second; 0 if no time passed. */
  double rate() {
    whole.end();
    return rated == 0 ? 0 : rates / rated;
  }

  String reading() {
    return what;
  }

  String settingUnit() {
    return settingUnit;
  }

  String readingUnit() {
    return readingUnit;
  }

  /** How many passes have no step. */
  List<String> remarks() {
    whole.end();
    int without = passes - there.size() - back.size();
    return without == 0
        ? List.of()
        : List.of(
            "in "
                + without
                + " of "
                + passes
                + " passes no step of "
                + what
                + " stands out of the noise; go further, or take more samples");
  }
}
