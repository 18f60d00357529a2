/**
 * The interfaces of simulated instruments: connectors for direct current, RF and pulses, and the
 * loads and signals that a bench connects to them.
 *
 * <p>The twins are grouped by role, because twins of one role share parts across makers. {@link
 * org.spinbench.simulator.bench.SimulatedModel} lists them all.
 *
 * <p>Imports {@code simulator.scpi}, {@code simulator.circuit} and the endpoint of a transport;
 * never a driver, the chip or the bench. The rooms import this package and {@code part}, and no
 * other room.
 */
package org.spinbench.simulator.instrument;
