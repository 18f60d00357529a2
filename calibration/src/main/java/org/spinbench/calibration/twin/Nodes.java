package org.spinbench.calibration.twin;

/**
 * The states of all nodes for one input, measured or computed by the twin.
 *
 * @param chainVoltages of each chain, V
 * @param powers power emitted by each neuron, W
 */
public record Nodes(double[] chainVoltages, double[] powers) {}
