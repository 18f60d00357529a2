package org.spinbench.calibration.procedure;

/**
 * One evaluation of a calibration: a setpoint and its readings.
 *
 * @param set the settings
 * @param voltages of each chain, V; NaN if the voltmeter was overloaded or had not settled
 * @param voltageDeviations of the voltages, V
 * @param powers emitted by each neuron, W; NaN if it was not read, or beyond the range
 * @param powerDeviations of the powers, W
 * @param frequencies of the emission line of each neuron, Hz; NaN if there was none
 * @param frequencyDeviations of the frequencies, Hz
 * @param leaving for each neuron whether its line was at the end of its band, and so not read
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
