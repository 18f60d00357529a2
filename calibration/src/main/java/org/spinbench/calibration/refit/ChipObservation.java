package org.spinbench.calibration.refit;

import org.spinbench.calibration.twin.Nodes;

/**
 * The readings of a chip at one operating point.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param input powers of the input tones at the junctions, W
 * @param nodes chain voltages, V, and emitted powers, W; NaN if not read
 */
public record ChipObservation(double[] parameters, double[] input, Nodes nodes) {}
