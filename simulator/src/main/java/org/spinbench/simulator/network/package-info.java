/**
 * The engine of large networks: layers of junctions as arrays, forward and exact backward passes,
 * the training step, and a ledger of power. Arrays of the caller's hold parameters; hertz, volts
 * and watts throughout.
 *
 * <p>Pure mathematics without the simulated chip, and therefore the only part of the simulator that
 * {@code experiments} may import. Imports the JDK alone.
 */
package org.spinbench.simulator.network;
