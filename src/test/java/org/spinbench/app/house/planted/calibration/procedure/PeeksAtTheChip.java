package org.spinbench.app.house.planted.calibration.procedure;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** A calibration that looks the answer up. */
public final class PeeksAtTheChip {
  Truth truth;
}
