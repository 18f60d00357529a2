package org.spinbench.app.house.planted.experiments.training;

import org.spinbench.app.house.planted.simulator.chip.Truth;

/** Training that looks the answer up. */
public final class PeeksAtTheChip {
  Truth truth;
}
