/**
 * Instruments of a simulated bench as their surroundings see them: connectors for direct current,
 * RF and pulses, and what a bench joins to them.
 *
 * <p>The twins stand in rooms by role, because twins of one role share parts whoever made them.
 * {@link org.spinbench.simulator.bench.SimulatedModel} is the table of all.
 *
 * <p>Imports {@code simulator.scpi}, {@code simulator.circuit} and the endpoint of a transport;
 * never a driver, the chip or the bench. The rooms import this package and {@code part}, and no
 * other room.
 */
package org.spinbench.simulator.instrument;
