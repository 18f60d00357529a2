package org.spinbench.experiments.sweep.plan;

import java.util.List;
import org.spinbench.experiments.sweep.formula.Formula;

/**
 * What a plan computes: readings from readings, settings from settings, and which setpoints it
 * leaves out or refuses.
 *
 * @param derived readings that are computed at each point, in this order; later ones may use
 *     earlier ones
 * @param follows settings that are computed from the swept ones
 * @param skips conditions on settings; a setpoint that fulfils one is left out
 * @param guards conditions that must never hold
 */
public record PlanLogic(
    List<Derived> derived, List<Follow> follows, List<Formula> skips, List<Formula> guards) {
  /** No logic. */
  public static final PlanLogic NONE = new PlanLogic(List.of(), List.of(), List.of(), List.of());

  public PlanLogic {
    derived = List.copyOf(derived);
    follows = List.copyOf(follows);
    skips = List.copyOf(skips);
    guards = List.copyOf(guards);
  }

  /**
   * A reading that is computed from settings and readings of the same point.
   *
   * @param name of its column
   * @param unit symbol of its unit; empty for the unit that follows from the expression
   */
  public record Derived(String name, Formula value, String unit) {
    public Derived {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_.]*")) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is no name for a derived reading; use letters, digits, _ and points");
      }
    }
  }

  /**
   * A setting that is computed from the swept settings.
   *
   * @param setting name in {@code BenchNames}
   */
  public record Follow(String setting, Formula value) {}
}
