package org.spinbench.app.house.planted.calibration.fit;

import org.spinbench.app.house.planted.simulator.physics.Model;

/** A fit made with the simulator's own equation. */
public final class BorrowsTheModel {
  Model model;
}
