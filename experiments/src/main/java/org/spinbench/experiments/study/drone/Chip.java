package org.spinbench.experiments.study.drone;

import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workspace;

/**
 * A chip of the large network with settings and readings; its devices are hidden.
 *
 * <p>A reading is one input applied once at one setting and read once, on all voltmeters at the
 * same time or on the spectrum analyzer. Every reading is counted.
 */
public interface Chip {
  /** Sets the shifts and biases of a network with the chip's structure; copies them. */
  void set(RfNetwork parameters);

  /**
   * Applies a batch of inputs one after another and reads the outputs.
   *
   * @param powers [sample][tone], W
   * @return logits, [sample][output], mV
   */
  double[][] logits(double[][] powers);

  /**
   * Replaces the powers, currents and voltages of all layers that a model computed for the last
   * batch by those read with the last logits. Takes no further reading.
   */
  void inject(Workspace model);

  /**
   * Applies one input and reads the voltage of every chain of a layer.
   *
   * @param powers of the tones, W
   * @return V, [chain]
   */
  double[] voltages(int layer, double[] powers);

  /** Reads the frequency that a chain's oscillator emits without input, Hz. */
  double emissionFrequency(int layer, int chain);

  /** Number of readings so far. */
  long readings();
}
