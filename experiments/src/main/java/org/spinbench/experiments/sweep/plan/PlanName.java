package org.spinbench.experiments.sweep.plan;

/**
 * A name in a plan, split at the last point.
 *
 * @param owner such as {@code input 1} or {@code field:3}
 * @param item such as {@code power}
 */
public record PlanName(String owner, String item) {
  /**
   * Splits a name.
   *
   * @throws IllegalArgumentException if it does not have two parts
   */
  public static PlanName of(String name) {
    int point = name.lastIndexOf('.');
    if (point < 1 || point == name.length() - 1) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not the name of a setting or reading; write its owner, a point and its"
              + " name, such as \"input 1.power\" or \"rf_1.frequency\"");
    }
    return new PlanName(name.substring(0, point), name.substring(point + 1));
  }
}
