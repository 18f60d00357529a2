/**
 * Twins of lock-in amplifiers, and what they share: the demodulator, the outputs and the buffer of
 * samples.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code
 * simulator.scpi}.
 */
package org.spinbench.simulator.instrument.lockin;
