package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.experiments.sweep.formula.Formula;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanLogic.Derived;
import org.spinbench.experiments.sweep.plan.PlanLogic.Follow;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.QuantityColumn;
import org.spinbench.experiments.sweep.plan.Stop;

/** Checks the units of the expressions of a plan, which only a bench knows. */
final class PlanUnits {
  private PlanUnits() {}

  /**
   * The columns of all readings of a plan, the derived ones last.
   *
   * @throws IllegalArgumentException naming the expression whose units do not fit
   */
  static List<QuantityColumn> check(Plan plan, Setpoints setpoints, PointSampler sampler) {
    Map<String, String> known = new HashMap<>();
    for (QuantityColumn reading : sampler.quantities()) {
      known.put(reading.name(), reading.unit());
      known.put(PlanScope.REFERENCE + reading.name(), reading.unit());
    }
    List<QuantityColumn> columns = new ArrayList<>(sampler.quantities());
    try {
      for (Follow follow : plan.logic().follows()) {
        follow.value().unit(name -> unit(known, setpoints, name), setting(setpoints, follow));
      }
      plan.logic().skips().forEach(one -> check(one, known, setpoints));
      for (Derived derived : plan.logic().derived()) {
        String unit = derived.value().unit(name -> unit(known, setpoints, name), derived.unit());
        known.put(derived.name(), unit);
        columns.add(new QuantityColumn(derived.name(), unit));
      }
      plan.logic().guards().forEach(one -> check(one, known, setpoints));
      plan.stops().stream().map(Stop::when).forEach(one -> check(one, known, setpoints));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the plan \"" + plan.name() + "\", " + e.getMessage(), e);
    }
    return List.copyOf(columns);
  }

  private static String setting(Setpoints setpoints, Follow follow) {
    return setpoints.sweepSetting(follow.setting()).unit().symbol();
  }

  private static void check(Formula formula, Map<String, String> known, Setpoints setpoints) {
    formula.unit(name -> unit(known, setpoints, name), "");
  }

  private static String unit(Map<String, String> known, Setpoints setpoints, String name) {
    String unit = known.get(name);
    return unit == null ? setpoints.sweepSetting(name).unit().symbol() : unit;
  }
}
