package org.spinbench.calibration.procedure;

/**
 * One evaluation of a calibration: what was set and what was read.
 *
 * @param set the settings
 * @param voltages one a chain, V; NaN where the voltmeter was overloaded or had not settled
 * @param voltageDeviations of the voltages, V
 * @param powers emitted, one a neuron, W; NaN where it was not read, or beyond the range
 * @param powerDeviations of the powers, W
 * @param frequencies of the emission lines, one a neuron, Hz; NaN where there was none
 * @param frequencyDeviations of the frequencies, Hz
 * @param leaving one a neuron: whether its line was at the end of its band, and so not read
 */
public record MeasuredPoint(
    Setpoint set,
    double[] voltages,
    double[] voltageDeviations,
    double[] powers,
    double[] powerDeviations,
    double[] frequencies,
    double[] frequencyDeviations,
    boolean[] leaving) {}
