/**
 * Twins of DC sources that do not measure, and the passes through lists of levels that they share.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code
 * simulator.scpi}.
 */
package org.spinbench.simulator.instrument.dcsource;
