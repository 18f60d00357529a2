package org.spinbench.calibration.refit;

import org.spinbench.calibration.twin.Nodes;

/**
 * What was read of a chip at one setting.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param input powers of the input tones at the junctions, W
 * @param nodes chain voltages, V, and emitted powers, W; NaN for what was not read
 */
public record ChipObservation(double[] parameters, double[] input, Nodes nodes) {}
