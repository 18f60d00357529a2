/**
 * Twins of source-measure units, and what they share: ranges, compliance, conversions, and the
 * commands that makers have in common.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code simulator.scpi}
 * or {@code simulator.tsp}.
 */
package org.spinbench.simulator.instrument.sourcemeter;
