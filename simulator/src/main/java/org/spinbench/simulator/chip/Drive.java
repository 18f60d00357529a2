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
 */
public record Drive(
    double[] toneFrequencies, double[] tonePowers, double[] fieldCurrents, double[] biases) {
  /** Nothing at all, for a bench of that size. */
  public static Drive none(BenchFile file) {
    int inputs = file.inputs().size();
    return new Drive(
        new double[inputs],
        new double[inputs],
        new double[file.synapses().size()],
        new double[file.neurons().size()]);
  }
}
