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
}
