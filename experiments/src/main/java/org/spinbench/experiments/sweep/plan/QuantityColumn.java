package org.spinbench.experiments.sweep.plan;

import org.spinbench.drivers.instrument.Unit;

/**
 * The meaning of a column of numbers.
 *
 * @param name of a setting or reading in the plan
 * @param unit symbol of its unit; empty for a plain number
 */
public record QuantityColumn(String name, String unit) {
  /** A quantity with a unit of settings and readings. */
  public QuantityColumn(String name, Unit unit) {
    this(name, unit.symbol());
  }

  /** Name and unit in a heading: {@code chain 1.voltage (V)}. */
  public String heading() {
    return heading("");
  }

  /** The heading for a property of the quantity, such as its {@code uncertainty}. */
  public String heading(String aspect) {
    String whole = aspect.isEmpty() ? name : name + " " + aspect;
    return unit.isEmpty() ? whole : whole + " (" + unit + ")";
  }
}
