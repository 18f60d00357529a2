package org.spinbench.experiments.sweep.plan;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;

/**
 * A condition that ends a sweep early, such as {@code neuron 1.power > 1e-6}.
 *
 * @param reading name of a reading of the plan
 * @param above true to stop above the value, false below
 * @param value in the reading's unit
 * @param ends what it ends
 */
public record Stop(String reading, boolean above, double value, Ends ends) {
  private static final Pattern CONDITION =
      Pattern.compile("\\s*(.+?)\\s*([<>])\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*");

  /** The part of a plan that a condition ends. */
  public enum Ends {
    /** The innermost pass; the plan continues with the next one. */
    LINE,
    /** The whole plan. */
    PLAN
  }

  /**
   * Reads a condition.
   *
   * @param condition a reading, {@code >} or {@code <}, and a number in the reading's unit
   * @throws IllegalArgumentException if it is not such a condition
   */
  public static Stop when(String condition, Ends ends) {
    Matcher matcher = CONDITION.matcher(condition);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + condition
              + "\" is not a condition; write a reading, > or <, and a number, such as \"neuron"
              + " 1.power > 1e-6\"");
    }
    return new Stop(
        matcher.group(1), matcher.group(2).equals(">"), Double.parseDouble(matcher.group(3)), ends);
  }

  /** The condition in the notation of {@link #when}. */
  public String condition() {
    return reading + (above ? " > " : " < ") + value;
  }

  /** Whether a value fulfils the condition; NaN never does. */
  public boolean met(double measured) {
    return above ? measured > value : measured < value;
  }

  /**
   * What follows a point: the end of the line, the end of the plan, or neither.
   *
   * @param met receives each condition that the point fulfils
   */
  public static Next after(Plan plan, Point point, Consumer<Stop> met) {
    Next next = Next.GO_ON;
    for (Stop stop : plan.stops()) {
      int which = plan.readings().stream().map(Measurand::reading).toList().indexOf(stop.reading());
      if (stop.met(point.readings().get(which).value())) {
        met.accept(stop);
        Next then = stop.ends() == Ends.PLAN ? Next.END_PLAN : Next.END_LINE;
        next = then.compareTo(next) > 0 ? then : next;
      }
    }
    return next;
  }
}
