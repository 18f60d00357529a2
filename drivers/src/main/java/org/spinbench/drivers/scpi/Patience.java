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

  /** Waits so long for an answer to what takes the instrument no time. */
  Patience(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * The instrument works for so long before it answers.
   *
   * @return for how long it was said to work before
   */
  Duration work(Duration time) {
    Duration before = work;
    work = time;
    return before;
  }

  /**
   * Whether others wait for the end of the exchanges that follow.
   *
   * @return whether they did before
   */
  boolean haste(boolean on) {
    boolean before = haste;
    haste = on;
    return before;
  }

  /** For an exchange that begins with a message of so many characters. */
  Duration exchange(int length, boolean resting) {
    Duration longest = timeout.plus(work).plusNanos(CHARACTER * Math.max(0, length - SHORT));
    return limit(resting).filter(limit -> limit.compareTo(longest) < 0).orElse(longest);
  }

  /** For whatever has to do with the link itself; empty: as long as it usually takes. */
  Optional<Duration> limit(boolean resting) {
    return haste ? Optional.of(IN_HASTE) : Optional.of(AT_REST).filter(limit -> resting);
  }

  /** How often a lost link is tried again. */
  int attempts() {
    return haste ? 1 : ATTEMPTS;
  }
}
