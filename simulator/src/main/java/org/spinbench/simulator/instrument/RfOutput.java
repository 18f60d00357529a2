package org.spinbench.simulator.instrument;

/** The RF connector of a simulated source. */
public interface RfOutput {
  /**
   * What comes out at a moment, in nanoseconds of the bench's clock, while the input for an
   * external pulse modulation is low or open; power zero when off.
   */
  Tone tone(long nanos);

  /**
   * The same while that input is high. It differs only as long as the source is set to external
   * pulse modulation.
   */
  default Tone gated(long nanos) {
    return tone(nanos);
  }

  /**
   * The first moment, later than one, at which the power turns: up to it the power goes one way,
   * and from it on, or from the next nanosecond, another. {@link Long#MAX_VALUE} if there is none.
   */
  default long turn(long after) {
    return Long.MAX_VALUE;
  }
}
