package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.Optional;

/** How long a session waits for its instrument. Used under the lock of the session. */
final class Patience {
  /** Longest exchange of the thread that brings the instrument to rest. */
  private static final Duration AT_REST = Duration.ofSeconds(1);

  /** Longest exchange with an instrument that has failed, while other sources are live. */
  private static final Duration IN_HASTE = Duration.ofMillis(250);

  private static final int ATTEMPTS = 3;

  /** Characters of a message that no instrument takes long to read. */
  private static final int SHORT = 256;

  /** For each further one, ns: lists are read, checked and stored value by value. */
  private static final long CHARACTER = 100_000;

  private final Duration timeout;
  private Duration work = Duration.ZERO;
  private boolean haste;

  /**
   * The usual patience.
   *
   * @param timeout longest wait for an answer that takes the instrument no time
   */
  Patience(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Sets how long the instrument works before it answers.
   *
   * @return the time that was set before
   */
  Duration work(Duration time) {
    Duration before = work;
    work = time;
    return before;
  }

  /**
   * Sets whether sources stay live until the exchanges that follow are over.
   *
   * @return what was set before
   */
  boolean haste(boolean on) {
    boolean before = haste;
    haste = on;
    return before;
  }

  /** The longest exchange that begins with a message of this many characters. */
  Duration exchange(int length, boolean resting) {
    Duration longest = timeout.plus(work).plusNanos(CHARACTER * Math.max(0, length - SHORT));
    return limit(resting).filter(limit -> limit.compareTo(longest) < 0).orElse(longest);
  }

  /** The longest operation on the link itself; empty for its usual limit. */
  Optional<Duration> limit(boolean resting) {
    return haste ? Optional.of(IN_HASTE) : Optional.of(AT_REST).filter(limit -> resting);
  }

  /** How often a recovery is attempted. */
  int attempts() {
    return haste ? 1 : ATTEMPTS;
  }
}
