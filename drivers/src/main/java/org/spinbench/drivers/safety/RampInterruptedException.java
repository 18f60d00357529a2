package org.spinbench.drivers.safety;

import org.spinbench.drivers.instrument.Unit;

/** A ramp was interrupted; the level is that of the last step. */
public final class RampInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final double reached;

  RampInterruptedException(String level, double reached, double target, Unit unit) {
    super(
        level
            + ": ramp interrupted at "
            + reached
            + " "
            + unit.symbol()
            + " on the way to "
            + target
            + " "
            + unit.symbol()
            + "; it stays there until it is set again or the bench is closed");
    this.reached = reached;
  }

  /** The level at the interruption. */
  public double reached() {
    return reached;
  }
}
