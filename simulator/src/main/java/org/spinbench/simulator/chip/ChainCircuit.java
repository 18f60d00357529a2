package org.spinbench.simulator.chip;

import java.util.Arrays;
import java.util.Optional;

/**
 * The circuit of one chain as it is now: how the power of a tone divides among its junctions, and
 * what the chain is for direct currents.
 *
 * <p>With {@code [simulation.circuit]} in the bench file, losses and gains of the paths lead to the
 * chain's reference plane, and the circuit divides the power that is available there. Without it,
 * they lead to the junctions of a sound chain, so that only what deviates from it counts.
 */
final class ChainCircuit {
  private final CircuitLayout layout;
  private final double[] nominal;
  private final double[] usual;
  private final double[] resistances;
  private final double[] frequencies;
  private final double[][] shares;

  /**
   * @param layout nothing where the paths lead to the junctions
   * @param nominal resistance of a sound junction, as the bench file says, Ω
   * @param tones how many tones reach the chain
   */
  ChainCircuit(Optional<CircuitLayout> layout, double nominal, int junctions, int tones) {
    this.layout = layout.orElse(CircuitLayout.IDEAL);
    this.nominal = new double[layout.isPresent() ? 0 : junctions];
    Arrays.fill(this.nominal, nominal);
    // Without parasitics every frequency divides alike.
    usual = this.layout.shares(this.nominal, 1);
    resistances = new double[junctions];
    frequencies = new double[tones];
    shares = new double[tones][];
  }

  /** Takes the resistances of the junctions as they are now, Ω; infinite for an open one. */
  void update(SynapseJunction[] synapses) {
    boolean changed = false;
    for (int s = 0; s < synapses.length; s++) {
      double resistance = synapses[s].resistance();
      changed |= resistance != resistances[s];
      resistances[s] = resistance;
    }
    if (changed) {
      Arrays.fill(frequencies, 0);
    }
  }

  /**
   * Power in each junction over the power at the end of the path.
   *
   * @param frequency Hz; of 0, without any tone, all are 0
   */
  double[] shares(int tone, double frequency) {
    if (shares[tone] == null || frequencies[tone] != frequency) {
      frequencies[tone] = frequency;
      shares[tone] = frequency > 0 ? divided(frequency) : new double[resistances.length];
    }
    return shares[tone];
  }

  private double[] divided(double frequency) {
    if (Arrays.equals(resistances, nominal)) {
      return ones();
    }
    double[] divided = layout.shares(resistances, frequency);
    for (int s = 0; s < usual.length; s++) {
      divided[s] /= usual[s];
    }
    return divided;
  }

  private double[] ones() {
    double[] ones = new double[resistances.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Of the chain at direct currents, Ω; infinite for an open one. */
  double resistance() {
    return Arrays.stream(resistances).sum() + resistances.length * layout.leadResistance();
  }
}
