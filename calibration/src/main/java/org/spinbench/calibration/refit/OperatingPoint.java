package org.spinbench.calibration.refit;

/**
 * A setting that could be read next.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param input powers of the input tones at the junctions, W
 */
public record OperatingPoint(double[] parameters, double[] input) {}
