package org.spinbench.calibration.damage;

import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** Chips with a weak device. */
final class Weak {
  private Weak() {}

  /** A synapse that rectifies but a part of what it did. */
  static Calibration synapse(Calibration c, String name, double part) {
    List<ChainResponse> chains =
        c.chains().stream()
            .map(
                chain ->
                    chain.with(
                        chain.synapses().stream()
                            .map(s -> s.name().equals(name) ? weak(s, part) : s)
                            .toList()))
            .toList();
    return c.with(chains, c.neurons());
  }

  private static SynapseResponse weak(SynapseResponse s, double part) {
    return new SynapseResponse(
        s.name(),
        s.junction(),
        s.resonance(),
        s.halfWidth(),
        new Value(part * s.antisymmetric().value(), s.antisymmetric().deviation()),
        new Value(part * s.symmetric().value(), s.symmetric().deviation()),
        s.tuning(),
        s.tuningQuadratic(),
        s.crosstalk(),
        s.powerShift());
  }
}
