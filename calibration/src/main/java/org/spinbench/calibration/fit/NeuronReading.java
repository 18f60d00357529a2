package org.spinbench.calibration.fit;

/**
 * One reading of a neuron's emission, with what drove it.
 *
 * @param bias bias current, A
 * @param chainVoltage voltage of its chain as read, V
 * @param voltageScatter how far the chain's voltage may have moved between its reading and that of
 *     the emission, one standard deviation, V
 * @param power emitted, W; NaN where it was not read
 * @param powerDeviation one standard deviation of the power's reading, W; the emission's own
 *     fluctuation comes out of the fit
 * @param frequency of the emission line, Hz; NaN where there was none or it was not read
 * @param frequencyDeviation one standard deviation of the frequency's reading, Hz
 */
public record NeuronReading(
    double bias,
    double chainVoltage,
    double voltageScatter,
    double power,
    double powerDeviation,
    double frequency,
    double frequencyDeviation) {}
