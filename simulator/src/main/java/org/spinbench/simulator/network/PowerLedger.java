package org.spinbench.simulator.network;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The power of an inference, averaged over a batch, term by term.
 *
 * <p>Every chain of a layer needs its own copy of the layer's tones, so the RF power of a layer is
 * the power of one copy times the number of chains. Oscillators draw I² R from the supply. The time
 * of an inference is at most the sum over layers of the response time 1/(2π α f) of the narrowest
 * resonance. A {@link SupplyModel} gives the supply power of amplifiers and field lines; the
 * amplifiers' supply power includes the RF of all copies.
 *
 * <p>The ledger also counts operations at the published cost of junctions scaled to 20 nm: 10 fJ
 * for a synapse, 100 fJ for a neuron (A. Ross et al., Nat. Nanotechnol. 18, 1273 (2023),
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

  /** The terms that the ledger excludes, even with amplifiers and field lines. */
  public static final String EXCLUDED =
      "Excluded: the receiver in front of the inputs (antenna amplifier, filters, "
          + "down-conversion mixer and its local oscillator), the amplifiers between chain "
          + "voltage and oscillator current, the losses in the sources of field-line and bias "
          + "currents, and the readout of the outputs.";

  /**
   * The terms of one layer.
   *
   * @param tonePower power of one copy of the tones that the layer receives, W
   * @param distributedPower power of all copies, one per chain, W
   * @param oscillatorPower I² R of the oscillators that the layer drives, W
   * @param responseTime response time of its narrowest resonance, s
   * @param copies number of chains
   * @param strongestPower power of all copies for the strongest sample, W
   * @param squaredShift sum over its junctions of the squared tuning by the weights, Hz²
   * @param squaredResonance sum over its junctions of the squared design frequencies, Hz²
   */
  public record Layer(
      double tonePower,
      double distributedPower,
      double oscillatorPower,
      double responseTime,
      int copies,
      double strongestPower,
      double squaredShift,
      double squaredResonance) {
    /** RF of the layer and DC of its oscillators, W. */
    public double total() {
      return distributedPower + oscillatorPower;
    }
  }

  public PowerLedger {
    layers = List.copyOf(layers);
  }

  /** The ledger of the last batch of a workspace. */
  public static PowerLedger of(Workspace workspace) {
    RfNetwork network = workspace.network();
    if (workspace.samples() == 0) {
      throw new IllegalStateException("the ledger needs a batch: evaluate one first");
    }
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      layers.add(layer(workspace, l));
    }
    return new PowerLedger(layers, network.synapses(), network.oscillators());
  }

  private static Layer layer(Workspace workspace, int l) {
    RfNetwork network = workspace.network();
    int chains = network.layers().get(l).chains();
    boolean last = l == network.layers().size() - 1;
    double[] tones =
        IntStream.range(0, workspace.samples())
            .mapToDouble(s -> l == 0 ? input(workspace, s) : emitted(workspace, l - 1, s))
            .toArray();
    double mean = mean(tones.length, s -> tones[s]);
    double shifts = 0;
    for (double[] chain : network.shifts(l)) {
      shifts += squares(chain);
    }
    return new Layer(
        mean,
        mean * chains,
        last ? 0 : mean(workspace.samples(), s -> dissipated(workspace, l, s)),
        workspace.responseTime(l),
        chains,
        chains * IntStream.range(0, tones.length).mapToDouble(s -> tones[s]).max().orElse(0),
        shifts,
        chains * squares(network.layers().get(l).resonances()));
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static double mean(int samples, IntToDoubleFunction power) {
    double sum = 0;
    for (int s = 0; s < samples; s++) {
      sum += power.applyAsDouble(s);
    }
    return sum / samples;
  }

  private static double input(Workspace workspace, int sample) {
    double sum = 0;
    for (int i = 0; i < workspace.network().inputs(); i++) {
      sum += workspace.inputPower(sample, i);
    }
    return sum;
  }

  private static double emitted(Workspace workspace, int layer, int sample) {
    double sum = 0;
    for (int j = 0; j < workspace.network().layers().get(layer).chains(); j++) {
      sum += workspace.emittedPower(layer, j, sample);
    }
    return sum;
  }

  private static double dissipated(Workspace workspace, int layer, int sample) {
    double sum = 0;
    for (int j = 0; j < workspace.network().layers().get(layer).chains(); j++) {
      double current = workspace.current(layer, j, sample);
      sum += workspace.network().oscillator().resistance() * current * current;
    }
    return sum;
  }

  /**
   * RF power that enters the network, one copy, W. It is part of the first layer's distributed
   * power.
   */
  public double inputPower() {
    return layers.get(0).tonePower();
  }

  /**
   * RF of all copies and DC of the oscillators, W. The publications count this; it excludes the
   * amplifiers that make the copies and the field lines that hold the weights.
   */
  public double total() {
    return layers.stream().mapToDouble(Layer::total).sum();
  }

  /** Time until every layer has answered, s. */
  public double latency() {
    return layers.stream().mapToDouble(Layer::responseTime).sum();
  }

  /** Energy of one inference if inferences follow one another, J: that power times the latency. */
  public double energy() {
    return total() * latency();
  }

  /** Supply power of the amplifiers for the copies of all layers, W. */
  public double amplifiers(SupplyModel model) {
    return layers.stream()
        .mapToDouble(layer -> model.amplifiers(layer.strongestPower(), layer.copies()))
        .sum();
  }

  /**
   * Power in the field lines that hold the weights, W.
   *
   * @param resistance of a line, Ω
   */
  public double fieldLines(SupplyModel model, double resistance) {
    return fieldLines(model, resistance, 0);
  }

  /**
   * Power in the field lines of a chip whose resonances deviate from their design at random, W. The
   * lines must compensate the deviations, in addition to holding the weights.
   *
   * @param resistance of a line, Ω
   * @param spread relative standard deviation of the resonances
   */
  public double fieldLines(SupplyModel model, double resistance, double spread) {
    double squares =
        layers.stream()
            .mapToDouble(layer -> layer.squaredShift() + spread * spread * layer.squaredResonance())
            .sum();
    return model.fieldLines(squares, resistance);
  }

  /**
   * Supply power of the chip, W: amplifiers, oscillators and field lines.
   *
   * @param resistance of a field line, Ω
   */
  public double supply(SupplyModel model, double resistance) {
    double oscillators = layers.stream().mapToDouble(Layer::oscillatorPower).sum();
    return amplifiers(model) + oscillators + fieldLines(model, resistance);
  }

  /** Energy of the operations of one inference at their published costs, J. */
  public double operationEnergy() {
    return synapses * SYNAPSE_ENERGY + oscillators * NEURON_ENERGY;
  }
}
