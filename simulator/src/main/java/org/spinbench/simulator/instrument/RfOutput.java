package org.spinbench.simulator.instrument;

/** The RF connector of a simulated source. */
public interface RfOutput {
  /** What comes out at a moment, in nanoseconds of the bench's clock; power zero when off. */
  Tone tone(long nanos);
}
