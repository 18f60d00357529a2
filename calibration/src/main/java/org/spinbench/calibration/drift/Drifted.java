package org.spinbench.calibration.drift;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** Calibrations of a chip whose resonances have moved. */
public final class Drifted {
  private Drifted() {}

  /**
   * The same chip with moved resonances.
   *
   * @param offsets drift of each synapse, chain by chain, in its half widths; elements after the
   *     last synapse are ignored
   */
  public static Calibration of(Calibration chip, double[] offsets) {
    List<ChainResponse> chains = new ArrayList<>();
    int number = 0;
    for (ChainResponse chain : chip.chains()) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (SynapseResponse synapse : chain.synapses()) {
        synapses.add(moved(synapse, offsets[number++] * synapse.halfWidth().value()));
      }
      chains.add(chain.with(synapses));
    }
    return chip.with(chains, chip.neurons());
  }

  private static SynapseResponse moved(SynapseResponse s, double by) {
    return s.withResonance(new Value(s.resonance().value() + by, s.resonance().deviation()));
  }
}
