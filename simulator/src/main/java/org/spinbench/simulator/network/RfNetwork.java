package org.spinbench.simulator.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A network of RF layers: its structure, the devices of one chip, and the trainable parameters.
 *
 * <p>Inputs are the powers of the first layer's tones. Every chain sums the voltages that its
 * junctions rectify and drives an oscillator, whose tone the next layer receives; the voltages of
 * the last layer, in mV, are the logits. Trainable are the shift of every resonance, {@code
 * shifts(layer)[chain][junction]} in Hz, and a bias voltage for every chain, {@code
 * biases(layer)[chain]} in V. A junction resonates at (design + shift) times the factor of its
 * device.
 *
 * <p>Structure and devices are immutable. The caller may change the parameter arrays between
 * batches.
 *
 * <p>Source: A. Ross, N. Leroux et al., Nat. Nanotechnol. 18, 1273 (2023),
 * doi:10.1038/s41565-023-01452-w.
 */
public final class RfNetwork {
  /** Logits per volt of the last layer: logits are millivolts. */
  public static final double LOGITS_PER_VOLT = 1e3;

  private static final double LOWEST_FREQUENCY = 20e6;
  private static final double HIGHEST_FREQUENCY = 120e6;

  private final List<LayerDesign> layers;
  private final OscillatorModel oscillator;
  private final Devices devices;
  private final double[][][] shifts;
  private final double[][] biases;

  /** A network that follows its design, with all parameters zero. */
  public RfNetwork(List<LayerDesign> layers, OscillatorModel oscillator) {
    this(
        List.copyOf(layers),
        oscillator,
        Devices.ideal(layers),
        zeroShifts(layers),
        zeroBiases(layers));
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    for (int l = 1; l < layers.size(); l++) {
      if (layers.get(l).toneCount() != layers.get(l - 1).chains()) {
        throw new IllegalArgumentException(
            "layer "
                + l
                + " hears "
                + layers.get(l).toneCount()
                + " tones, but layer "
                + (l - 1)
                + " has "
                + layers.get(l - 1).chains()
                + " oscillators: the two numbers must agree");
      }
    }
  }

  private RfNetwork(
      List<LayerDesign> layers,
      OscillatorModel oscillator,
      Devices devices,
      double[][][] shifts,
      double[][] biases) {
    this.layers = layers;
    this.oscillator = oscillator;
    this.devices = devices;
    this.shifts = shifts;
    this.biases = biases;
  }

  /**
   * The network of the drone study: 256 input powers, one hidden layer (published: 128), 10
   * classes.
   */
  public static RfNetwork published(int hidden) {
    return of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 256, hidden, 10);
  }

  /**
   * Chains with one junction per tone, over 20 MHz to 120 MHz; linear for the inputs, geometric in
   * later layers.
   *
   * @param widths inputs, oscillators of every hidden layer, outputs
   */
  public static RfNetwork of(SynapseModel synapse, OscillatorModel oscillator, int... widths) {
    List<LayerDesign> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      double[] frequencies =
          l == 0
              ? LayerDesign.linear(LOWEST_FREQUENCY, HIGHEST_FREQUENCY, widths[l])
              : LayerDesign.geometric(LOWEST_FREQUENCY, HIGHEST_FREQUENCY, widths[l]);
      layers.add(new LayerDesign(frequencies, frequencies, widths[l + 1], synapse));
    }
    return new RfNetwork(layers, oscillator);
  }

  /**
   * The same design and parameter arrays with other devices, so that a chip and its ideal twin
   * share their settings.
   */
  public RfNetwork on(Devices others) {
    return new RfNetwork(layers, oscillator, others, shifts, biases);
  }

  /**
   * Draws parameters as published: shifts N(0, 1 MHz / √junctions), biases N(0, 10 mV / √chains).
   */
  public void initialise(RandomGenerator random) {
    for (int l = 0; l < layers.size(); l++) {
      double shift = 1e6 / Math.sqrt(layers.get(l).chainLength());
      double bias = 10e-3 / Math.sqrt(layers.get(l).chains());
      for (double[] chain : shifts[l]) {
        Arrays.setAll(chain, k -> shift * random.nextGaussian());
      }
      Arrays.setAll(biases[l], j -> bias * random.nextGaussian());
    }
  }

  /** The layers, inputs first. */
  public List<LayerDesign> layers() {
    return layers;
  }

  /** The oscillators between layers. */
  public OscillatorModel oscillator() {
    return oscillator;
  }

  /** The devices of the chip. */
  public Devices devices() {
    return devices;
  }

  /** Number of input powers. */
  public int inputs() {
    return layers.get(0).toneCount();
  }

  /** Number of logits. */
  public int outputs() {
    return layers.get(layers.size() - 1).chains();
  }

  /** Number of rectifying junctions. */
  public int synapses() {
    return layers.stream().mapToInt(LayerDesign::synapses).sum();
  }

  /** Number of oscillators. */
  public int oscillators() {
    return layers.stream().mapToInt(LayerDesign::chains).sum() - outputs();
  }

  /** Live array of the resonance shifts of a layer, [chain][junction], Hz. */
  public double[][] shifts(int layer) {
    return shifts[layer];
  }

  /** Live array of the bias voltages of a layer, [chain], V. */
  public double[] biases(int layer) {
    return biases[layer];
  }

  private static double[][][] zeroShifts(List<LayerDesign> layers) {
    return layers.stream()
        .map(layer -> new double[layer.chains()][layer.chainLength()])
        .toArray(double[][][]::new);
  }

  private static double[][] zeroBiases(List<LayerDesign> layers) {
    return layers.stream().map(layer -> new double[layer.chains()]).toArray(double[][]::new);
  }
}
