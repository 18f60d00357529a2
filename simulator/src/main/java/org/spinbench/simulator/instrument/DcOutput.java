package org.spinbench.simulator.instrument;

/** The output terminals of a simulated DC source. */
public interface DcOutput {
  /** What the source tries to hold at a moment, in nanoseconds of the bench's clock. */
  DcLevel level(long nanos);
}
