package org.spinbench.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;

/** Checks whether a plan continues another one, so that its first points are those of the other. */
public final class PlanExtension {
  private PlanExtension() {}

  /**
   * Requires that a plan begins with all setpoints of another one, and reads the same.
   *
   * @throws IllegalArgumentException naming the difference
   */
  public static void require(Plan before, Plan extended) {
    Plan same =
        new Plan(
            before.name(),
            before.recipe(),
            before.set(),
            extended.axes(),
            before.readings(),
            before.settle(),
            before.stops(),
            before.reference(),
            extended.repeats(),
            before.logic());
    if (!same.equals(extended)) {
      throw refused("it differs in more than repeats and the values of its sweeps");
    }
    if (extended.points() <= before.points()) {
      throw refused(
          "it has " + extended.points() + " points, and the run's plan has " + before.points());
    }
    if (before.isAdaptive() && before.axes().size() + before.repeats() > 2) {
      int innermost = before.axes().size() - 1;
      if (!before.axes().get(innermost).equals(extended.axes().get(innermost))) {
        throw refused("its adaptive sweep is another one, so that it would choose other points");
      }
    }
    List<List<Double>> begun = setpoints(before, before.points());
    List<List<Double>> goesOn = setpoints(extended, before.points());
    for (int k = 0; k < begun.size(); k++) {
      if (k >= goesOn.size() || !begun.get(k).equals(goesOn.get(k))) {
        throw refused(
            "point "
                + (k + 1)
                + " is at "
                + begun.get(k)
                + " in the run, and at "
                + (k < goesOn.size() ? goesOn.get(k) : "no place")
                + " in the plan; add values behind those of the outermost sweep, or add repeats");
      }
    }
  }

  private static List<List<Double>> setpoints(Plan plan, long most) {
    PlanScope scope = new PlanScope(plan);
    List<List<Double>> setpoints = new ArrayList<>();
    PlanOrder.walk(
        plan,
        (place, done) -> {
          if (done >= most) {
            return Next.END_PLAN;
          }
          setpoints.add(scope.values(place));
          return Next.GO_ON;
        });
    return setpoints;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("the plan does not extend the run: " + why);
  }
}
