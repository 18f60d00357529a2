/**
 * Twins of sources of direct current and voltage that measure nothing, and the passes through a
 * list of levels that they share.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code
 * simulator.scpi}.
 */
package org.spinbench.simulator.instrument.dcsource;
