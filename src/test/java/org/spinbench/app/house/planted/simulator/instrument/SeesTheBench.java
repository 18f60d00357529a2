package org.spinbench.app.house.planted.simulator.instrument;

import org.spinbench.app.house.planted.drivers.bench.Bench;

/** A simulated instrument that knows the bench of drivers. */
public final class SeesTheBench {
  Bench bench;
}
