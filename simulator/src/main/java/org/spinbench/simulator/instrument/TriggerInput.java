package org.spinbench.simulator.instrument;

import java.util.Arrays;

/** The connector of an instrument that takes triggers from outside. */
public interface TriggerInput {
  /**
   * Pulses will come, unless they are called off.
   *
   * @param moments ns, in order
   */
  void pulses(long... moments);

  /** Those after a moment will not come, ns. */
  void noneAfter(long moment);

  /** The same connector for a source that gives its pulses so much later, s. */
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
