package org.spinbench.experiments.network;

import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.run.Purpose;

/**
 * A network that computes by being measured: a chip on its bench, or a twin in its place.
 * Parameters are the field-line currents of all synapses, then the bias currents of all neurons, A.
 */
public interface PhysicalNetwork {
  /** Puts the parameters on the network; they stay until the next call. */
  void apply(double[] parameters);

  /** What the evaluations from now on are for: a bench may measure some with more care. */
  default void measureFor(Purpose purpose) {}

  /**
   * An input as the network gets it, W, for what is noted of it and computed with it: a source
   * keeps the nearest power that its resolution allows.
   */
  default double[] kept(double[] input) {
    return input;
  }

  /**
   * Applies one input and reads the network once.
   *
   * @param input powers of the input tones at the junctions, W
   * @return chain voltages, V, and emitted powers, W; NaN for a neuron that is not read out
   */
  Nodes forward(double[] input);
}
