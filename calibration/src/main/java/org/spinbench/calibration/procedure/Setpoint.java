package org.spinbench.calibration.procedure;

/**
 * All settings of the chip for one evaluation.
 *
 * @param toneFrequencies of each input, Hz
 * @param tonePowers of each input, at the junctions, W; zero is off
 * @param fieldCurrents of each synapse, A
 * @param biases of each neuron, A
 */
public record Setpoint(
    double[] toneFrequencies, double[] tonePowers, double[] fieldCurrents, double[] biases) {

  Setpoint copy() {
    return new Setpoint(
        toneFrequencies.clone(), tonePowers.clone(), fieldCurrents.clone(), biases.clone());
  }
}
