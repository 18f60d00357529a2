package org.spinbench.experiments.sweep.plan;

import org.spinbench.drivers.instrument.Unit;

/**
 * What a column of numbers is.
 *
 * @param name of a setting or reading, as the plan says it
 * @param unit its unit
 */
public record QuantityColumn(String name, Unit unit) {
  /** Name and unit as a heading: {@code chain 1.voltage (V)}. */
  public String heading() {
    return heading("");
  }

  /** The same for something about the quantity, such as its {@code uncertainty}. */
  public String heading(String aspect) {
    String whole = aspect.isEmpty() ? name : name + " " + aspect;
    return unit == Unit.ONE ? whole : whole + " (" + unit.symbol() + ")";
  }
}
