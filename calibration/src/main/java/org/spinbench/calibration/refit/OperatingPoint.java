package org.spinbench.calibration.refit;

/**
 * The settings of a chip at which it can be read.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param input powers of the input tones at the junctions, W
 */
public record OperatingPoint(double[] parameters, double[] input) {}
