package org.spinbench.simulator.instrument;

/** The RF connector of a simulated source. */
public interface RfOutput {
  /**
   * The output at a moment (ns of the bench's clock) while the pulse modulation input is low or
   * open; power zero when off.
   */
  Tone tone(long nanos);

  /** The output while that input is high. It differs only with external pulse modulation. */
  default Tone gated(long nanos) {
    return tone(nanos);
  }

  /**
   * The first later moment at which the slope of the power may change, ns: before it the power
   * rises or falls monotonically. {@link Long#MAX_VALUE} if there is none.
   */
  default long turn(long after) {
    return Long.MAX_VALUE;
  }
}
