package org.spinbench.app.house.planted.drivers.scpi;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** A session that knows the simulated chip. */
public final class SeesTheChip {
  Truth truth;
}
