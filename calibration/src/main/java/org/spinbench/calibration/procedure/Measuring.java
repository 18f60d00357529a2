package org.spinbench.calibration.procedure;

/** What gives the readings at a setpoint: the chip, or the record of an earlier calibration. */
@FunctionalInterface
interface Measuring {
  /** The readings at a setpoint. */
  Measured at(Setpoint set);
}
