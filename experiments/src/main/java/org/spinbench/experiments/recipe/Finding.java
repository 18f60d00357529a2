package org.spinbench.experiments.recipe;

import org.spinbench.calibration.Value;

/**
 * One result of a measurement.
 *
 * @param name such as {@code resonance of synapse 1}
 * @param value with its standard deviation, in {@code unit}
 * @param unit such as {@code Hz/A}; empty for a plain number
 */
public record Finding(String name, Value value, String unit) {}
