package org.spinbench.experiments.run;

import java.util.List;

/**
 * The names and units of a sweep's numbers: its setpoints have a value for each setting, and its
 * readings have these names.
 *
 * @param settings outermost first
 * @param readings in the order of the plan
 */
public record Columns(List<Column> settings, List<Column> readings) {

  /**
   * One column of numbers.
   *
   * @param name in the plan, such as {@code synapse 1.current}
   * @param unit symbol of its unit; empty for a plain number
   */
  public record Column(String name, String unit) {}
}
