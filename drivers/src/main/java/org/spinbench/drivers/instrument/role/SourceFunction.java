package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Unit;

/** What a source of bias is: a source of current, or a source of voltage. */
public enum SourceFunction {
  CURRENT(Unit.AMPERE, Unit.VOLT),
  VOLTAGE(Unit.VOLT, Unit.AMPERE);

  private final Unit unit;
  private final Unit complianceUnit;

  SourceFunction(Unit unit, Unit complianceUnit) {
    this.unit = unit;
    this.complianceUnit = complianceUnit;
  }

  /** Unit of its level. */
  public Unit unit() {
    return unit;
  }

  /** Unit of its compliance: what the other quantity must not exceed. */
  public Unit complianceUnit() {
    return complianceUnit;
  }
}
