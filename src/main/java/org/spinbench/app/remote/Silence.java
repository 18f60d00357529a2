package org.spinbench.app.remote;

import java.time.Duration;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.TransportTimeoutException;

/**
 * Whether an instrument has just failed to answer. Whoever needs its answer to judge the message
 * for another instrument then need not wait as well. Any thread may ask.
 */
final class Silence {
  /** After this time the instrument may be asked again. */
  private static final Duration LASTING = Duration.ofSeconds(2);

  private final String name;
  private final Clock clock;
  private volatile boolean silent;
  private volatile long until;

  /** Of an instrument that has not been asked yet. */
  Silence(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
  }

  /** The instrument has failed to answer. */
  void begin() {
    until = clock.nanos() + LASTING.toNanos();
    silent = true;
  }

  /** The instrument has answered. */
  void end() {
    silent = false;
  }

  /** Whether the instrument has just failed to answer. */
  boolean lasts() {
    return silent && clock.nanos() < until;
  }

  /**
   * Fails if the instrument has just failed to answer.
   *
   * @throws TransportTimeoutException naming the instrument
   */
  void requireNone() {
    if (lasts()) {
      throw new TransportTimeoutException(
          name
              + " gave no answer a moment ago, and is not asked for "
              + LASTING.toSeconds()
              + " s; check the instrument and its cable");
    }
  }
}
