package org.spinbench.calibration.refit;

import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.refit.Unknown.Kind;

/** The resonances among the unknowns of a chip. Their offsets are counted in half widths. */
final class Resonances {
  /** For each synapse the place of its resonance among the unknowns. */
  final int[] place;

  /** For each synapse its half width, in units of the z of its resonance. */
  final double[] width;

  private final ChipModel model;

  /**
   * Finds the resonances.
   *
   * @param model of a chip all of whose resonances are unknown
   * @param chip with the half widths
   */
  Resonances(ChipModel model, Calibration chip) {
    this.model = model;
    place = model.placesOf(Kind.RESONANCE);
    width = new double[place.length];
    measure(chip);
  }

  /** Takes the half widths of another belief about the chip. */
  void measure(Calibration chip) {
    int s = 0;
    for (ChainResponse chain : chip.chains()) {
      for (SynapseResponse synapse : chain.synapses()) {
        double unit = model.unknowns().get(place[s]).prior().deviation();
        width[s++] = synapse.halfWidth().value() / unit;
      }
    }
  }
}
