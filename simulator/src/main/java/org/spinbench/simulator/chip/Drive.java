package org.spinbench.simulator.chip;

import org.spinbench.drivers.bench.BenchFile;

/**
 * What the sources put into the chip's connectors at one moment. The arrays are the owner's to
 * fill; they are numbered as in the bench file.
 *
 * @param toneFrequencies of each input, Hz
 * @param tonePowers at each source's connector, W
 * @param fieldCurrents of each synapse's field line, A
 * @param biases of each neuron, A
 * @param stripFrequencies of the RF in each strip line, Hz
 * @param stripPowers at the connector of each strip line's source, W
 */
public record Drive(
    double[] toneFrequencies,
    double[] tonePowers,
    double[] fieldCurrents,
    double[] biases,
    double[] stripFrequencies,
    double[] stripPowers) {
  /** Nothing at all, for a bench of that size. */
  public static Drive none(BenchFile file) {
    int inputs = file.inputs().size();
    int lines = file.stripLines().size();
    return new Drive(
        new double[inputs],
        new double[inputs],
        new double[file.synapses().size()],
        new double[file.neurons().size()],
        new double[lines],
        new double[lines]);
  }
}
