package org.spinbench.drivers.safety;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;

/**
 * The ranges of a source for one quantity.
 *
 * @param unit A or V
 * @param over largest level of a range, relative to it
 * @param most largest level in any range, A or V
 * @param step resolution of the level, relative to its range
 * @param ranges in ascending order, A or V
 */
public record Scale(Unit unit, double over, double most, double step, double... ranges) {
  private static final double VOLT_STEP = 1e-3;
  private static final double AMPERE_STEP = 1e-6;

  /** The largest level of a range. */
  public double most(double range) {
    return Math.min(over * range, most);
  }

  /**
   * The smallest range whose full scale covers a value; otherwise the largest. A value slightly
   * above full scale may also have been measured in the next range.
   */
  public double holding(double value) {
    for (double range : ranges) {
      if (Math.abs(value) <= range) {
        return range;
      }
    }
    return ranges[ranges.length - 1];
  }

  /** Declares the level, named {@code current} or {@code voltage}. */
  public NumberSetting level(Settings table, String header) {
    String name = unit == Unit.AMPERE ? "current" : "voltage";
    return table.number(name, header, unit, -most, most);
  }

  /** Declares the range. */
  public NumberSetting range(Settings table, String header) {
    return table.number("range", header, unit, ranges[0], most).oneOf(ranges);
  }

  /**
   * Declares the limit of this quantity while the other is sourced, with a resolution of 1 mV or 1
   * µA.
   */
  public NumberSetting compliance(Settings table, String header, double least) {
    return table
        .number("compliance", header, unit, least, most)
        .resolution(unit == Unit.VOLT ? VOLT_STEP : AMPERE_STEP);
  }
}
