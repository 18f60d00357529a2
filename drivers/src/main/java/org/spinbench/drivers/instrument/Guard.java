package org.spinbench.drivers.instrument;

/**
 * What stands between a setting and the wire, beside the setting's own range and the station's: it
 * sees every change of every instrument of a bench before it is sent, so that it can judge them
 * together.
 */
public interface Guard {
  /** Allows everything: for an instrument on its own. */
  Guard NONE =
      new Guard() {
        @Override
        public void check(Setting setting, double value) {}

        @Override
        public void change(Setting setting, double value, Runnable send) {
          send.run();
        }
      };

  /**
   * Judges a change without making it.
   *
   * @param value the value; 1 and 0 for on and off, the index of the word for a choice
   * @throws LimitException if the state that would result is not allowed
   */
  void check(Setting setting, double value);

  /**
   * Judges a change and makes it, as one step: no other change comes in between.
   *
   * @param send makes the change
   * @throws LimitException if the state that would result is not allowed; then nothing was sent
   */
  void change(Setting setting, double value, Runnable send);
}
