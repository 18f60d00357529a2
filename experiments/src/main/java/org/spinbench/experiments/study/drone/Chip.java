package org.spinbench.experiments.study.drone;

import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workspace;

/**
 * A chip of the large network: settings go in, readings come out, and nothing else is known of its
 * devices.
 *
 * <p>A reading is one input applied once at one setting and read once, on all voltmeters at the
 * same time or on the spectrum analyzer; every one is counted.
 */
public interface Chip {
  /** Commands the shifts and biases of a network of the chip's structure; copies them. */
  void set(RfNetwork parameters);

  /**
   * Applies a batch of inputs one after the other and reads the outputs.
   *
   * @param powers [sample][tone], W
   * @return logits, [sample][output], mV
   */
  double[][] logits(double[][] powers);

  /**
   * Puts the powers, currents and voltages of all layers, as read together with the last logits, in
   * the place of those that a model computed for the same batch. Takes no reading of its own.
   */
  void inject(Workspace model);

  /**
   * Applies one input and reads the voltage of every chain of a layer.
   *
   * @param powers of the tones, W
   * @return V, [chain]
   */
  double[] voltages(int layer, double[] powers);

  /** Reads the frequency that the oscillator of a chain emits while no input is applied, Hz. */
  double emissionFrequency(int layer, int chain);

  /** Readings so far. */
  long readings();
}
