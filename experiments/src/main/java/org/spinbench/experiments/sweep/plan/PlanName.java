package org.spinbench.experiments.sweep.plan;

/**
 * A name of a plan in its two parts: before and behind the last point.
 *
 * @param owner whose it is, such as {@code input 1} or {@code field:3}
 * @param item what it is, such as {@code power}
 */
public record PlanName(String owner, String item) {
  /**
   * A name as a plan has it.
   *
   * @throws IllegalArgumentException if it has no two parts
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
