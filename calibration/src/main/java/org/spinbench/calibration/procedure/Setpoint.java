package org.spinbench.calibration.procedure;

/**
 * Everything that is set on the chip for one evaluation.
 *
 * @param toneFrequencies one an input, Hz
 * @param tonePowers one an input, at the junctions, W; zero is off
 * @param fieldCurrents one a synapse, A
 * @param biases one a neuron, A
 */
public record Setpoint(
    double[] toneFrequencies, double[] tonePowers, double[] fieldCurrents, double[] biases) {

  Setpoint copy() {
    return new Setpoint(
        toneFrequencies.clone(), tonePowers.clone(), fieldCurrents.clone(), biases.clone());
  }
}
