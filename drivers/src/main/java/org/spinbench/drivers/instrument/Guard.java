package org.spinbench.drivers.instrument;

/**
 * Judges settings, in addition to their own ranges and the limits of the bench file. It sees every
 * change of every instrument of a bench before it is sent, and so can judge them together.
 */
public interface Guard {
  /** Allows everything, for an instrument without a bench. */
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
   * @throws LimitException if the resulting state is not allowed
   */
  void check(Setting setting, double value);

  /**
   * Judges a change and makes it as one step, without other changes in between.
   *
   * @param send makes the change
   * @throws LimitException if the resulting state is not allowed; then nothing was sent
   */
  void change(Setting setting, double value, Runnable send);
}
