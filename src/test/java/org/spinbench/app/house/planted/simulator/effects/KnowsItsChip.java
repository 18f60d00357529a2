package org.spinbench.app.house.planted.simulator.effects;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** An effect that knows a chip. */
public final class KnowsItsChip {
  Truth truth;
}
