/**
 * The engine of large networks: layers of junctions as arrays, forward and exact backward passes,
 * the training step, and a ledger of power. The caller's arrays hold the parameters; units are
 * hertz, volts and watts.
 *
 * <p>It is pure mathematics without the simulated chip, and therefore the only part of the
 * simulator that {@code experiments} may import. Imports only the JDK.
 */
package org.spinbench.simulator.network;
