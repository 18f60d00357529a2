package org.spinbench.simulator.instrument;

import java.util.Arrays;

/** A connector for external triggers. */
public interface TriggerInput {
  /**
   * Announces pulses.
   *
   * @param moments ns, in order
   */
  void pulses(long... moments);

  /** Cancels announced pulses after a moment, ns. */
  void noneAfter(long moment);

  /** The same connector for a source whose pulses come later by this delay, s. */
  default TriggerInput later(double seconds) {
    TriggerInput input = this;
    long late = Math.round(seconds * 1e9);
    return new TriggerInput() {
      @Override
      public void pulses(long... moments) {
        input.pulses(Arrays.stream(moments).map(moment -> moment + late).toArray());
      }

      @Override
      public void noneAfter(long moment) {
        input.noneAfter(moment);
      }
    };
  }
}
