package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.Optional;

/** Gives the readings at setpoints: from the chip, or from the record of an earlier calibration. */
interface SetpointReader {
  /** The readings at a setpoint. */
  MeasuredPoint at(Setpoint set);

  /** When the last readings were taken; empty if unknown. */
  Optional<Instant> time();
}
