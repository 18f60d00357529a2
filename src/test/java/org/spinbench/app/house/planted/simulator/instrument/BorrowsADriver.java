package org.spinbench.app.house.planted.simulator.instrument;

import org.spinbench.app.house.planted.drivers.keysight.Analyzer;

/** A simulated instrument that borrows a driver's strings. */
public final class BorrowsADriver {
  Analyzer analyzer;
}
