package org.spinbench.drivers.instrument;

/**
 * Records the times of all changes on a bench, so that a reading can wait until its input has
 * settled. Settings report their changes themselves; a driver reports changes by other commands.
 */
public interface Changes {
  /** No waits, for an instrument without a bench, whose input is unknown. */
  Changes NONE =
      new Changes() {
        @Override
        public void begin(String owner) {}

        @Override
        public void end(String owner) {}

        @Override
        public boolean settle(Meter meter) {
          return false;
        }

        @Override
        public double since(Meter meter) {
          return Double.POSITIVE_INFINITY;
        }

        @Override
        public double since(String owner) {
          return 0;
        }
      };

  /**
   * Notes that a change is sent to an instrument. Until its end, it may take effect at any time.
   *
   * @param owner name of the instrument, or of its channel, such as {@code field:3}
   */
  void begin(String owner);

  /** Notes that the instrument has confirmed the change. */
  void end(String owner);

  /**
   * Waits until a new reading of the meter is valid: until all changes have settled, and then for
   * the meter's {@link Meter#response}. Time that has passed since the last change counts.
   *
   * @return whether anything has changed since the last call for this meter; true at first
   */
  boolean settle(Meter meter);

  /**
   * How long everything but the meter has been settled and the meter's own settings have not
   * changed, s; negative before that.
   */
  double since(Meter meter);

  /**
   * How long ago an instrument or channel confirmed its last change, s; zero if times are not
   * recorded.
   *
   * @param owner as for {@link #begin}
   */
  double since(String owner);
}
