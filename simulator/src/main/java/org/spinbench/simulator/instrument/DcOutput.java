package org.spinbench.simulator.instrument;

import org.spinbench.simulator.circuit.DcLevel;

/** The output terminals of a simulated DC source. */
public interface DcOutput {
  /** The level that the source tries to hold at a moment, ns of the bench's clock. */
  DcLevel level(long nanos);

  /**
   * The level at the crest of a waveform.
   *
   * @param level level at the moment, which is the crest without a waveform
   */
  default DcLevel crest(DcLevel level, long nanos) {
    return level;
  }

  /**
   * The first later moment at which the slope of the level may change, ns: before it the level
   * rises or falls monotonically. {@link Long#MAX_VALUE} if there is none.
   */
  default long turn(long after) {
    return Long.MAX_VALUE;
  }
}
