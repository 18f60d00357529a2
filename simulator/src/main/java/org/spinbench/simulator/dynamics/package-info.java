/**
 * Junctions in time: the universal auto-oscillator with its exact statistics, a vortex core, and
 * macrospins, with the equations and constants that they share. SI units, no knowledge of benches
 * or instruments; it uses only the range checks of {@code simulator.physics}.
 */
package org.spinbench.simulator.dynamics;
