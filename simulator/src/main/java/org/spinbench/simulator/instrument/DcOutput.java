package org.spinbench.simulator.instrument;

/** The output terminals of a simulated DC source. */
public interface DcOutput {
  /** Level at a moment, in nanoseconds of the bench's clock: A or V; zero when off. */
  double level(long nanos);
}
