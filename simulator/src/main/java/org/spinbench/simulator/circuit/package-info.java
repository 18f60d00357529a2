/**
 * The circuit between the terminals of simulated instruments and the chip: source levels, loads,
 * and the resulting voltages and currents. It is the only connection between instruments and chip
 * for direct currents: instruments see a {@link org.spinbench.simulator.circuit.TwoTerminal} and
 * nothing of the chip. At RF, {@link org.spinbench.simulator.circuit.RfLadder} solves a chain of
 * junctions with cables, bias tees and leads.
 */
package org.spinbench.simulator.circuit;
