package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * A loop: one reading against one setting, there and back. Each pass has a step between two levels.
 * The half distance between the steps of both directions is the coercivity, their middle the
 * offset. The uncertainty of a position is that of the spacing of points, and with several loops
 * the scatter of their steps.
 */
public final class HysteresisRecipe implements Analysis {
  private final Loops loops;

  HysteresisRecipe(Plan plan, Optional<Columns> columns) {
    loops = new Loops(plan, columns);
  }

  /**
   * The plan.
   *
   * @param setting such as {@code magnet.current}
   * @param reading such as {@code voltmeter.voltage}
   * @param from where a loop begins and ends, in the setting's unit
   * @param to where it turns
   * @param points of each direction
   * @param repeats number of loops
   */
  public static Plan plan(
      String setting, String reading, double from, double to, int points, int repeats) {
    Axis axis = Axis.linear(setting, from, to, points).thereAndBack();
    return Loops.plan(Recipe.HYSTERESIS, reading, axis, repeats);
  }

  @Override
  public void point(Point point) {
    loops.take(point);
  }

  @Override
  public List<String> remarks() {
    return loops.remarks();
  }

  @Override
  public List<Finding> findings() {
    List<LoopStep> there = loops.steps(false);
    List<LoopStep> back = loops.steps(true);
    List<Finding> findings = new ArrayList<>();
    String unit = loops.settingUnit();
    if (!there.isEmpty()) {
      findings.add(new Finding("step on the way there", position(there), unit));
    }
    if (!back.isEmpty()) {
      findings.add(new Finding("step on the way back", position(back), unit));
    }
    if (!there.isEmpty() && !back.isEmpty()) {
      Value one = position(there);
      Value other = position(back);
      double deviation = StrictMath.hypot(one.deviation(), other.deviation()) / 2;
      double half = Math.abs(one.value() - other.value()) / 2;
      findings.add(new Finding("coercivity", new Value(half, deviation), unit));
      double middle = (one.value() + other.value()) / 2;
      findings.add(new Finding("offset of the loop", new Value(middle, deviation), unit));
      List<LoopStep> all = new ArrayList<>(there);
      all.addAll(back);
      Value height =
          mean(
              all,
              step ->
                  new Value(
                      Math.abs(step.after().value() - step.before().value()),
                      StrictMath.hypot(step.after().deviation(), step.before().deviation())));
      findings.add(new Finding("height of the step", height, loops.readingUnit()));
    }
    return findings;
  }

  /** The spacing of points is the same in every loop, so that a mean does not reduce it. */
  private static Value position(List<LoopStep> steps) {
    double spacing =
        steps.stream().mapToDouble(step -> step.position().deviation()).max().orElse(0);
    Value mean = mean(steps, step -> new Value(step.position().value(), 0));
    return mean.and(spacing);
  }

  /** The mean; its deviation is the larger of that from the scatter and that of the values. */
  private static Value mean(List<LoopStep> steps, Function<LoopStep, Value> part) {
    int count = steps.size();
    double mean = 0;
    double variance = 0;
    for (LoopStep step : steps) {
      mean += part.apply(step).value() / count;
      variance += StrictMath.pow(part.apply(step).deviation() / count, 2);
    }
    double squares = 0;
    for (LoopStep step : steps) {
      squares += StrictMath.pow(part.apply(step).value() - mean, 2);
    }
    double scatter = count > 1 ? squares / (count - 1) / count : 0;
    return new Value(mean, Math.sqrt(Math.max(scatter, variance)));
  }
}
