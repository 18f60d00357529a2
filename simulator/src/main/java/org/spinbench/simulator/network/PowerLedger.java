package org.spinbench.simulator.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the power of an inference goes, averaged over a batch, term by term.
 *
 * <p>Every chain of a layer needs its own copy of the layer's tones, so the RF power of a layer is
 * the power of one copy times the number of chains. Oscillators draw I² R from the supply. The time
 * of an inference is at most the sum over layers of the response time 1/(2π α f) of the narrowest
 * resonance.
 *
 * <p>Beside it stands the count of operations at the published cost of junctions scaled to 20 nm:
 * 10 fJ for a synapse, 100 fJ for a neuron (A. Ross et al., Nat. Nanotechnol. 18, 1273 (2023),
 * doi:10.1038/s41565-023-01452-w).
 *
 * @param layers the terms of every layer, inputs first
 * @param synapses number of rectifying junctions
 * @param oscillators number of emitting junctions
 */
public record PowerLedger(List<Layer> layers, int synapses, int oscillators) {
  /** Energy of one synaptic operation, J. */
  public static final double SYNAPSE_ENERGY = 10e-15;

  /** Energy of one neuron operation, J. */
  public static final double NEURON_ENERGY = 100e-15;

  /** What the ledger leaves out. */
  public static final String EXCLUDED =
      "Excluded: the receiver in front of the inputs (antenna amplifier, filters, down-conversion mixer and its local"
          + " oscillator), splitters and their losses, the amplifiers that bring every chain's copy of the tones to the"
          + " stated power, the amplifiers between chain voltage and oscillator current, field-line and bias currents"
          + " that hold the weights, and the readout of the outputs.";

  /**
   * The terms of one layer.
   *
   * @param tonePower power of one copy of the tones that the layer hears, W
   * @param distributedPower power of all copies, one per chain, W
   * @param oscillatorPower I² R of the oscillators that the layer drives, W
   * @param responseTime response time of its narrowest resonance, s
   */
  public record Layer(
      double tonePower, double distributedPower, double oscillatorPower, double responseTime) {
    /** RF and supply power of the layer, W. */
    public double total() {
      return distributedPower + oscillatorPower;
    }
  }

  /** Copies the list. */
  public PowerLedger {
    layers = List.copyOf(layers);
  }

  /** The ledger of the batch that a workspace evaluated last. */
  public static PowerLedger of(Workspace workspace) {
    RfNetwork network = workspace.network();
    if (workspace.samples() == 0) {
      throw new IllegalStateException("the ledger needs a batch: evaluate one first");
    }
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      double tones = l == 0 ? meanInput(workspace) : meanEmitted(workspace, l - 1);
      boolean last = l == network.layers().size() - 1;
      layers.add(
          new Layer(
              tones,
              tones * network.layers().get(l).chains(),
              last ? 0 : meanDissipated(workspace, l),
              workspace.responseTime(l)));
    }
    return new PowerLedger(layers, network.synapses(), network.oscillators());
  }

  private static double meanInput(Workspace workspace) {
    double sum = 0;
    for (int s = 0; s < workspace.samples(); s++) {
      for (int i = 0; i < workspace.network().inputs(); i++) {
        sum += workspace.inputPower(s, i);
      }
    }
    return sum / workspace.samples();
  }

  private static double meanEmitted(Workspace workspace, int layer) {
    double sum = 0;
    for (int s = 0; s < workspace.samples(); s++) {
      for (int j = 0; j < workspace.network().layers().get(layer).chains(); j++) {
        sum += workspace.emittedPower(layer, j, s);
      }
    }
    return sum / workspace.samples();
  }

  private static double meanDissipated(Workspace workspace, int layer) {
    double resistance = workspace.network().oscillator().resistance();
    double sum = 0;
    for (int s = 0; s < workspace.samples(); s++) {
      for (int j = 0; j < workspace.network().layers().get(layer).chains(); j++) {
        double current = workspace.current(layer, j, s);
        sum += resistance * current * current;
      }
    }
    return sum / workspace.samples();
  }

  /**
   * RF power that enters the network, one copy, W. It is part of the first layer's distributed
   * power.
   */
  public double inputPower() {
    return layers.get(0).tonePower();
  }

  /** All terms together, W. */
  public double total() {
    return layers.stream().mapToDouble(Layer::total).sum();
  }

  /** Time in which every layer has answered, s. */
  public double latency() {
    return layers.stream().mapToDouble(Layer::responseTime).sum();
  }

  /** Power times latency: energy of one inference when inferences follow one another, J. */
  public double energy() {
    return total() * latency();
  }

  /** Operations of one inference at the published energy of each, J. */
  public double operationEnergy() {
    return synapses * SYNAPSE_ENERGY + oscillators * NEURON_ENERGY;
  }
}
