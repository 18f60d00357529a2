/**
 * Twins of voltmeters and RF power meters, and what they share: the converter and the sensor.
 *
 * <p>A twin is written from its manual alone; the tables of messages in the test resources restate
 * the manual. Imports {@code simulator.instrument} and its {@code part}, and {@code
 * simulator.scpi}.
 */
package org.spinbench.simulator.instrument.meter;
