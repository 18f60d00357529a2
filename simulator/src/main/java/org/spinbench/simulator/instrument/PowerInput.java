package org.spinbench.simulator.instrument;

/** The RF signal at the sensor of a simulated power meter. */
public interface PowerInput {
  /** Mean RF power between two moments (ns of the bench's clock), W. */
  double mean(long from, long to);
}
