package org.spinbench.experiments.study.drone;

import java.util.Locale;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.SynapseModel;

/**
 * The design of the large network, apart from its size.
 *
 * @param damping α: half width of a resonance over its frequency
 * @param bias mean of the hidden layer's bias voltages before training, V
 */
public record RfDesign(double damping, double bias) {
  /**
   * As published: α = 0.01; without input, oscillators begin at 37.6 µA, just below the limit of 40
   * µA.
   */
  public static final RfDesign PUBLISHED = new RfDesign(SynapseModel.PUBLISHED.damping(), 0);

  /**
   * For unknown transmitters: α = 0.005, so that no resonance is wider than three bins and
   * neighbouring bins can have different weights; oscillators begin at 17 µA, with a range on
   * either side.
   */
  public static final RfDesign SELECTIVE = new RfDesign(0.005, -6e-3);

  /** The half width, for tables: {@code α = 0.005}. */
  public String label() {
    return String.format(Locale.ROOT, "α = %.3g", damping).replaceAll("0+$", "");
  }

  /** The rectification of this design's junctions. */
  public SynapseModel synapse() {
    SynapseModel published = SynapseModel.PUBLISHED;
    return new SynapseModel(
        damping,
        published.sensitivity(),
        published.symmetricFraction(),
        published.loss(),
        published.saturationPower());
  }

  /**
   * A network of this design for spectra, with random parameters.
   *
   * @param like spectra that set the number of inputs and outputs
   * @param hidden oscillators of the hidden layer
   */
  public RfNetwork network(Spectra like, int hidden, long seed) {
    RfNetwork network =
        RfNetwork.of(synapse(), OscillatorModel.PUBLISHED, like.bins(), hidden, like.classes());
    DroneTrainer.initialise(network, seed);
    double[] biases = network.biases(0);
    for (int j = 0; j < biases.length; j++) {
      biases[j] += bias;
    }
    return network;
  }
}
