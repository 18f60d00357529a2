package org.spinbench.drivers.transport;

import java.time.Duration;
import java.time.Instant;

/**
 * The only source of time and the only way to wait: the clock of the computer, of a simulated
 * bench, or of a recording.
 */
public interface Clock {
  /** Monotonic time in nanoseconds, from an arbitrary origin. */
  long nanos();

  /** Wall-clock time (UTC). */
  Instant now();

  /** Waits for the whole duration; a duration of zero or less returns at once. */
  void sleep(Duration duration);

  /**
   * Announces an operation that may block this long without reading the clock. All other waits read
   * it every {@link Deadline#LOOK}, so that a watchdog can distinguish a wait from a hang.
   */
  default void expectSilence(Duration longest) {}

  /**
   * Whether time passes without a sleep, so that one thread can wait while another works. It does
   * not on a virtual clock or in a replay; there the order of sleeps decides what time it is.
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
