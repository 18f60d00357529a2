package org.spinbench.experiments.network;

import java.util.Optional;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.run.Purpose;

/**
 * A network that is evaluated by measuring: a chip on its bench, or a twin instead. Parameters are
 * the field-line currents of all synapses, then the bias currents of all neurons, A.
 */
public interface PhysicalNetwork {
  /** Sets the parameters, until the next call. */
  void apply(double[] parameters);

  /** Sets the purpose of the next evaluations; a bench may measure longer for some. */
  default void measureFor(Purpose purpose) {}

  /**
   * The input as the sources would realise it, W, for records and computations: the nearest power
   * that their resolution allows.
   */
  default double[] kept(double[] input) {
    return input;
  }

  /**
   * Looks directly where the neurons emit, and reads each in the right band from then on. All tones
   * and biases are off afterwards.
   *
   * @return empty if nothing can be seen but the nodes
   */
  default Optional<EmissionSurvey> survey() {
    return Optional.empty();
  }

  /**
   * Applies one input and reads the network once.
   *
   * @param input powers of the input tones at the junctions, W
   * @return chain voltages, V, and emitted powers, W; NaN for a neuron that is not read out
   */
  Nodes forward(double[] input);
}
