package org.spinbench.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Checks a new plan for repetitions and contradictions. {@link Plan} itself accepts them, so that
 * existing runs can still be replayed and resumed.
 */
public final class PlanSense {
  private final Plan plan;
  private final List<String> problems = new ArrayList<>();

  private PlanSense(Plan plan) {
    this.plan = plan;
  }

  /**
   * Refuses a senseless plan before its first measurement.
   *
   * @throws IllegalArgumentException naming the plan, and every problem
   */
  public static void require(Plan plan) {
    List<String> problems = problems(plan);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "the plan \"" + plan.name() + "\" makes no sense: " + String.join(". ", problems));
    }
  }

  /** All problems, in the order of the plan. */
  static List<String> problems(Plan plan) {
    PlanSense sense = new PlanSense(plan);
    plan.axes().forEach(sense::axis);
    plan.stops().forEach(sense::stop);
    return sense.problems;
  }

  private void axis(Axis axis) {
    Stream.concat(Stream.of(axis.setting()), axis.along().stream())
        .filter(plan.set()::containsKey)
        .forEach(
            setting ->
                problems.add(
                    setting
                        + " is set to "
                        + plan.set().get(setting)
                        + " and swept; take it out of [set] or out of [[sweep]]"));
    Points points = axis.points();
    double first = points.at(0);
    if (points.count() > 1
        && IntStream.range(1, points.count()).allMatch(i -> points.at(i) == first)) {
      problems.add(
          axis.setting()
              + " is swept through "
              + points.count()
              + " points that are all "
              + first
              + "; give it a range, or set it in [set] and say how often in repeats");
    }
  }

  /** Settings are known before anything is measured. */
  private void stop(Stop stop) {
    new PlanScope(plan)
        .stopsAtOnce(stop)
        .ifPresent(
            values ->
                problems.add(
                    "the plan would stop at its first point: "
                        + stop.condition()
                        + ", and there "
                        + values));
  }
}
