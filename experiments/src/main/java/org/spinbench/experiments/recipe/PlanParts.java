package org.spinbench.experiments.recipe;

import java.util.Optional;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Plan;

/** Finds the parts of a plan that an analysis needs. */
final class PlanParts {
  private final Plan plan;

  PlanParts(Plan plan) {
    this.plan = plan;
  }

  /** Index of the axis whose setting has this ending, or −1. */
  int axis(String ending) {
    for (int depth = 0; depth < plan.axes().size(); depth++) {
      if (plan.axes().get(depth).setting().endsWith(ending)) {
        return depth;
      }
    }
    return -1;
  }

  /** The innermost axis; its setting must have this ending. */
  Axis innermost(String ending, String meaning) {
    if (plan.axes().isEmpty()) {
      throw lacks("sweeps nothing; its innermost sweep must be " + meaning);
    }
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    if (!axis.setting().endsWith(ending)) {
      throw lacks("sweeps " + axis.setting() + " innermost; that must be " + meaning);
    }
    return axis;
  }

  /** Index of the first reading with this ending. */
  int reading(String ending) {
    for (int k = 0; k < plan.readings().size(); k++) {
      if (plan.readings().get(k).reading().endsWith(ending)) {
        return k;
      }
    }
    throw lacks("has no reading that ends in " + ending);
  }

  /** Index of the first reading with this ending, or −1. */
  int readingOrNone(String ending) {
    return readingOrNone(ending, "");
  }

  /** Index of the first reading with this ending other than a given one, or −1. */
  int readingOrNone(String ending, String not) {
    for (int k = 0; k < plan.readings().size(); k++) {
      String reading = plan.readings().get(k).reading();
      if (reading.endsWith(ending) && !reading.equals(not)) {
        return k;
      }
    }
    return -1;
  }

  /** The constant value of a setting, if it has one. */
  Optional<Double> set(String setting) {
    return Optional.ofNullable(plan.set().get(setting)).map(Double::valueOf);
  }

  static String owner(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  static String owner(Measurand reading) {
    return owner(reading.reading());
  }

  IllegalArgumentException lacks(String what) {
    return new IllegalArgumentException(
        "the plan \""
            + plan.name()
            + "\" asks for the recipe "
            + plan.recipe()
            + ", but it "
            + what);
  }
}
