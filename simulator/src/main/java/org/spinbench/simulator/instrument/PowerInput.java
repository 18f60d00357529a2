package org.spinbench.simulator.instrument;

/** What is connected to the sensor of a simulated power meter. */
public interface PowerInput {
  /** Mean RF power from one moment to another, in nanoseconds of the bench's clock, W. */
  double mean(long from, long to);
}
