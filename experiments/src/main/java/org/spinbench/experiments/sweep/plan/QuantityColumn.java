package org.spinbench.experiments.sweep.plan;

import org.spinbench.drivers.instrument.Unit;

/**
 * The meaning of a column of numbers.
 *
 * @param name of a setting or reading in the plan
 * @param unit its unit
 */
public record QuantityColumn(String name, Unit unit) {
  /** Name and unit in a heading: {@code chain 1.voltage (V)}. */
  public String heading() {
    return heading("");
  }

  /** The heading for a property of the quantity, such as its {@code uncertainty}. */
  public String heading(String aspect) {
    String whole = aspect.isEmpty() ? name : name + " " + aspect;
    return unit == Unit.ONE ? whole : whole + " (" + unit.symbol() + ")";
  }
}
