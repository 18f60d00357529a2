/**
 * Twins of spectrum analyzers, and what they share: receiver, coupled filters, sweeps, traces and
 * markers.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code
 * simulator.scpi}.
 */
package org.spinbench.simulator.instrument.analyzer;
