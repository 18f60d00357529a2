package org.spinbench.drivers.instrument;

/**
 * What keeps the time of every change on a bench, so that a reading can wait until what it reads
 * has settled. Settings report their changes by themselves; a driver reports what it changes by
 * another command.
 */
public interface Changes {
  /** Waits for nothing: for an instrument on its own, of which nobody knows what feeds it. */
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
   * A change is sent to an instrument. Until it has ended, it may take effect at any time.
   *
   * @param owner name of the instrument, or of its channel, such as {@code field:3}
   */
  void begin(String owner);

  /** The instrument has confirmed the change. */
  void end(String owner);

  /**
   * Waits until a reading that the meter begins now shows what is there now: until everything that
   * was changed has settled, and then for the meter's {@link Meter#response}. Time that has passed
   * since the last change counts.
   *
   * @return whether anything has changed since this was last called for the meter; true at first
   */
  boolean settle(Meter meter);

  /**
   * For how long everything but the meter itself has been settled, and the meter's own settings
   * unchanged, s; negative while that is still to come.
   */
  double since(Meter meter);

  /**
   * How long ago an instrument or channel confirmed its last change, s; zero where nobody keeps the
   * time.
   *
   * @param owner as for {@link #begin}
   */
  double since(String owner);
}
