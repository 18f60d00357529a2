package org.spinbench.calibration.fit;

/**
 * One reading of a neuron's emission, with what drove it.
 *
 * @param bias bias current, A
 * @param chainVoltage voltage of its chain as read, V
 * @param power emitted, W; NaN where it was not read
 * @param powerDeviation one standard deviation of what adds to the power, W; scatter proportional
 *     to the power need not be stated, the fit finds it
 * @param frequency of the emission line, Hz; NaN where there was none or it was not read
 * @param frequencyDeviation one standard deviation of the frequency's reading, Hz
 */
public record NeuronReading(
    double bias,
    double chainVoltage,
    double power,
    double powerDeviation,
    double frequency,
    double frequencyDeviation) {}
