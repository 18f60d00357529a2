package org.spinbench.simulator.instrument;

/** What is connected to the terminals of a simulated voltmeter. */
public interface VoltageInput {
  /** Mean voltage from one moment to another, in nanoseconds of the bench's clock, V. */
  double mean(long from, long to);
}
