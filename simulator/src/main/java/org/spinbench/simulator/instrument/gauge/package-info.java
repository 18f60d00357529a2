/**
 * Twins of instruments that read the surroundings of the chip: temperatures and fields.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and {@code simulator.scpi}.
 */
package org.spinbench.simulator.instrument.gauge;
