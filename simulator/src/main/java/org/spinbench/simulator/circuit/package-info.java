/**
 * The circuit between the terminals of simulated instruments and the chip: what a source tries to
 * hold, what is joined to it, and what the two make of each other. It is the one seam between
 * instruments and chip for direct currents: instruments see a {@link
 * org.spinbench.simulator.circuit.TwoTerminal}, whatever stands behind it.
 */
package org.spinbench.simulator.circuit;
