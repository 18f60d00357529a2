package org.spinbench.app.house.planted.simulator.device;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** A junction that knows its chip. */
public final class LooksAtItsChip {
  Truth truth;
}
