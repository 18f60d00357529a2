package org.spinbench.drivers.transport;

import java.time.Duration;
import java.time.Instant;

/**
 * The door through which time enters: the system's, a simulated bench's, or a recording's. Nothing
 * else in the house asks what time it is or waits.
 */
public interface Clock {
  /** Monotonic time in nanoseconds, from an arbitrary origin. */
  long nanos();

  /** Wall-clock time (UTC). */
  Instant now();

  /** Waits for the whole duration; a duration of zero or less returns at once. */
  void sleep(Duration duration);

  /**
   * Says that what blocks now may not look at the clock for so long. Whoever waits in any other way
   * looks at it every {@link Deadline#LOOK}: by that a watchdog knows that a wait is no hang.
   */
  default void expectSilence(Duration longest) {}

  /**
   * Whether time passes while nobody sleeps, so that one thread can wait while another works. It
   * does not on a virtual clock or in a replay; there the order of sleeps decides what time it is.
   */
  default boolean passesByItself() {
    return true;
  }

  /**
   * The same clock for one user of it, such as the session of an instrument. A recording keeps each
   * user's looks in their own order, so that a replay need not repeat how threads took turns.
   */
  default Clock of(String user) {
    return this;
  }
}
