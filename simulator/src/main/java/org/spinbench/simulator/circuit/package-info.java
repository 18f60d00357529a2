/**
 * The circuit between the terminals of simulated instruments and the chip: what a source tries to
 * hold, what is joined to it, and what the two make of each other. It is the one seam between
 * instruments and chip for direct currents: instruments see a {@link
 * org.spinbench.simulator.circuit.TwoTerminal}, whatever stands behind it. At RF, {@link
 * org.spinbench.simulator.circuit.RfLadder} solves a chain of junctions with cables, bias tees and
 * leads.
 */
package org.spinbench.simulator.circuit;
