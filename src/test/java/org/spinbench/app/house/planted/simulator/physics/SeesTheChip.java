package org.spinbench.app.house.planted.simulator.physics;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** An equation that knows a chip. */
public final class SeesTheChip {
  Truth truth;
}
