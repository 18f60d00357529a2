package org.spinbench.app.house.planted.simulator.dynamics;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** An equation of motion that knows a chip. */
public final class LooksIntoAChip {
  Truth truth;
}
