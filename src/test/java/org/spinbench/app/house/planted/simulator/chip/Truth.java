package org.spinbench.app.house.planted.simulator.chip;

/** Stands for the simulated chip. */
public final class Truth {
  double resonance;
}
