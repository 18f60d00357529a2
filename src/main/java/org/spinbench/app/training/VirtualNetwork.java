package org.spinbench.app.training;

import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.simulator.ensemble.VirtualChip;

/** A virtual chip instead of one on a bench. */
final class VirtualNetwork implements PhysicalNetwork {
  private final VirtualChip chip;
  private long settings;

  VirtualNetwork(VirtualChip chip) {
    this.chip = chip;
  }

  @Override
  public void apply(double[] parameters) {
    settings++;
    chip.apply(parameters);
  }

  /** Number of times that parameters were set on the chip. */
  long settings() {
    return settings;
  }

  @Override
  public Nodes forward(double[] input) {
    VirtualChip.State state = chip.read(input);
    return new Nodes(state.voltages(), state.powers());
  }
}
