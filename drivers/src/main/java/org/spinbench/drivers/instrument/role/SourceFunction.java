package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Unit;

/** The function of a bias source: current or voltage. */
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

  /** Unit of its compliance, the limit of the other quantity. */
  public Unit complianceUnit() {
    return complianceUnit;
  }
}
