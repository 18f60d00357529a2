package org.spinbench.app.outside;

import org.spinbench.simulator.instrument.VoltageInput;

/** One millivolt, which follows a lock-in's output. */
final class Millivolt implements VoltageInput {
  @Override
  public double mean(long from, long to) {
    return 1e-3;
  }

  @Override
  public double harmonic(long from, long to) {
    return 1e-3;
  }
}
