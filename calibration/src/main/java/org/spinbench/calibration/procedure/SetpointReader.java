package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.Optional;

/** What gives the readings at a setpoint: the chip, or the record of an earlier calibration. */
interface SetpointReader {
  /** The readings at a setpoint. */
  MeasuredPoint at(Setpoint set);

  /** When the last of them were taken; empty where nobody knows. */
  Optional<Instant> time();
}
