package org.spinbench.simulator.chip;

import java.util.Arrays;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Sine;

/**
 * What the sources put into the chip's connectors at one moment. The arrays are the owner's to
 * fill; they are numbered as in the bench file.
 *
 * @param toneFrequencies of each input, Hz
 * @param tonePowers at each source's connector, W
 * @param toneCrests the same during a pulse, W; the tone's power where there are no pulses
 * @param fieldCurrents of each synapse's field line, A
 * @param biases of each neuron
 * @param biasCrests the same at the crest of a waveform; the bias where there is none
 * @param neuronSines in parallel with each neuron
 * @param chainSines in parallel with each chain
 * @param stripFrequencies of the RF in each strip line, Hz
 * @param stripPowers at the connector of each strip line's source, W
 */
public record Drive(
    double[] toneFrequencies,
    double[] tonePowers,
    double[] toneCrests,
    double[] fieldCurrents,
    DcLevel[] biases,
    DcLevel[] biasCrests,
    Sine[] neuronSines,
    Sine[] chainSines,
    double[] stripFrequencies,
    double[] stripPowers) {
  /** Nothing at all, for a bench of that size. */
  public static Drive none(BenchFile file) {
    int inputs = file.inputs().size();
    int neurons = file.neurons().size();
    int lines = file.stripLines().size();
    Drive drive =
        new Drive(
            new double[inputs],
            new double[inputs],
            new double[inputs],
            new double[file.synapses().size()],
            new DcLevel[neurons],
            new DcLevel[neurons],
            new Sine[neurons],
            new Sine[file.chains().size()],
            new double[lines],
            new double[lines]);
    Arrays.fill(drive.biases, DcLevel.OFF);
    Arrays.fill(drive.biasCrests, DcLevel.OFF);
    Arrays.fill(drive.neuronSines, Sine.NONE);
    Arrays.fill(drive.chainSines, Sine.NONE);
    return drive;
  }

  /** The same with its own tones; all other settings are shared. */
  public Drive withOtherTones() {
    int inputs = toneFrequencies.length;
    return new Drive(
        new double[inputs],
        new double[inputs],
        new double[inputs],
        fieldCurrents,
        biases,
        biasCrests,
        neuronSines,
        chainSines,
        stripFrequencies,
        stripPowers);
  }
}
