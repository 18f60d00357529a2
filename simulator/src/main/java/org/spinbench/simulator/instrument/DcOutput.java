package org.spinbench.simulator.instrument;

import org.spinbench.simulator.circuit.DcLevel;

/** The output terminals of a simulated DC source. */
public interface DcOutput {
  /** What the source tries to hold at a moment, in nanoseconds of the bench's clock. */
  DcLevel level(long nanos);

  /**
   * The same at the crest of a waveform.
   *
   * @param level that of the moment, which is the crest where there is no waveform
   */
  default DcLevel crest(DcLevel level, long nanos) {
    return level;
  }

  /**
   * The first moment, later than one, at which the level turns: up to it the level goes one way,
   * and from it on, or from the next nanosecond, another. {@link Long#MAX_VALUE} if there is none.
   */
  default long turn(long after) {
    return Long.MAX_VALUE;
  }
}
