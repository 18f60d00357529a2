package org.spinbench.drivers.transport;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The one deadline of an exchange, which all that waits during the exchange shares.
 *
 * <p>An interrupt brings it forward: an exchange in progress then gets half a second to finish, and
 * is aborted after that. The thread stays interrupted. An exchange that an interrupted thread
 * begins is not broken off, because outputs must be brought to rest after Ctrl-C.
 *
 * <p>Belongs to the thread that made it.
 */
public final class Deadline {
  /** Time that an exchange in progress gets to finish when its thread is interrupted. */
  public static final Duration AFTER_INTERRUPT = Duration.ofMillis(500);

  /** Interval at which a waiting thread reads the clock. */
  public static final Duration LOOK = Duration.ofMillis(200);

  private final Clock clock;
  private final Deadline whole;
  private final boolean breakable;
  private long nanos;
  private boolean broken;

  private Deadline(Clock clock, Duration timeout, Deadline whole, boolean breakable) {
    this.clock = clock;
    this.nanos = clock.nanos() + timeout.toNanos();
    this.whole = whole;
    this.breakable = breakable;
  }

  /** A deadline that comes after this time; one of no time takes what is there. */
  public static Deadline in(Duration timeout, Clock clock) {
    return new Deadline(clock, timeout, null, !Thread.currentThread().isInterrupted());
  }

  /** Another one of the same exchange: an interrupt that has come since it began counts. */
  public Deadline again(Duration timeout) {
    return new Deadline(clock, timeout, null, breakable);
  }

  /** An earlier deadline within this one, for a part of the exchange. */
  public Deadline within(Duration part) {
    return new Deadline(clock, part, this, false);
  }

  /** The time that is left, ns; 0 or less when it is over. */
  public long nanosLeft() {
    if (breakable && !broken && Thread.currentThread().isInterrupted()) {
      interrupt();
    }
    long left = nanos - clock.nanos();
    return whole == null ? left : Math.min(left, whole.nanosLeft());
  }

  /** The time that is left, never less than none. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanosLeft()));
  }

  public boolean isOver() {
    return nanosLeft() <= 0;
  }

  /** Extends the deadline by time that another thread has used. */
  public void putOff(long byNanos) {
    nanos += byNanos;
  }

  /** Reports an interrupt that has ended a wait and cleared the flag of the thread. */
  public void interrupt() {
    if (whole != null) {
      whole.interrupt();
    } else if (breakable && !broken) {
      broken = true;
      nanos = Math.min(nanos, clock.nanos() + AFTER_INTERRUPT.toNanos());
    }
  }

  /**
   * Waits until a condition holds; false if the deadline comes first. The caller holds the monitor,
   * and the thread that changes the condition notifies it.
   */
  public boolean await(Object monitor, BooleanSupplier condition) {
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        long left = nanosLeft();
        if (left <= 0) {
          return false;
        }
        try {
          long wait = Math.min(left, LOOK.toNanos());
          monitor.wait(wait / 1_000_000, (int) (wait % 1_000_000));
        } catch (InterruptedException stop) {
          interrupted = true;
          interrupt();
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * What to throw when the time is over.
   *
   * @param name of the other end
   * @param late message if the time is simply over
   */
  public TransportException over(Object name, String late) {
    return over(name, late, null);
  }

  /** As above. */
  public TransportException over(Object name, String late, Throwable cause) {
    boolean given = whole == null ? broken : whole.broken;
    return given
        ? new InterruptedExchangeException(name, cause)
        : new TransportTimeoutException(late, cause);
  }
}
