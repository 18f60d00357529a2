/**
 * Twins of RF sources, and what they share: the carrier that settles, sweeps and lists, and pulse
 * modulation.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code
 * simulator.scpi}.
 */
package org.spinbench.simulator.instrument.rfsource;
