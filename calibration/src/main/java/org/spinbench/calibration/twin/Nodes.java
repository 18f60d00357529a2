package org.spinbench.calibration.twin;

/**
 * The states between the layers for one input: what the voltmeters and the analyzer read, or what
 * the twin computes in their place.
 *
 * @param chainVoltages one a chain, V
 * @param powers power emitted by each neuron, W
 */
public record Nodes(double[] chainVoltages, double[] powers) {}
