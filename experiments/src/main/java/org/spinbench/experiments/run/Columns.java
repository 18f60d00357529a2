package org.spinbench.experiments.run;

import java.util.List;

/**
 * What the numbers of a sweep are: its setpoints hold a value for each of the settings, and its
 * readings go by these names.
 *
 * @param settings outermost first
 * @param readings in the order of the plan
 */
public record Columns(List<Column> settings, List<Column> readings) {

  /**
   * One column of numbers.
   *
   * @param name as the plan says it, such as {@code synapse 1.current}
   * @param unit symbol of its unit; empty for a plain number
   */
  public record Column(String name, String unit) {}
}
