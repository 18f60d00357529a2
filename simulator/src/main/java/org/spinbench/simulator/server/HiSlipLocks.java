package org.spinbench.simulator.server;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/**
 * The locks of one instrument over HiSLIP (IVI-6.1 section 2.6). All clients with the same key hold
 * the shared lock. One client holds the exclusive lock, and may hold the shared one too. A locked
 * instrument admits only the holders; the exclusive lock takes precedence.
 */
final class HiSlipLocks {
  /** The outcome of a request for a lock, or of its release. */
  enum Outcome {
    /** The time passed. */
    FAILURE(0),
    /** Granted, or exclusive lock released. */
    SUCCESS(1),
    /** Shared lock released. */
    SHARED_RELEASED(2),
    /** Already held, or nothing to release. */
    ERROR(3);

    private final int code;

    Outcome(int code) {
      this.code = code;
    }

    /** The control code of the response. */
    int code() {
      return code;
    }
  }

  /** A client that may hold locks. */
  interface Client {
    /** True before its locks are released for the last time; it gets no further lock. */
    boolean hasEnded();
  }

  private final Clock clock = new SystemClock();
  private final Set<Client> sharers = new HashSet<>();
  private Client exclusive;
  private String key;

  /**
   * Requests a lock without waiting.
   *
   * @return {@code FAILURE} if it is not free
   */
  synchronized Outcome acquire(Client who, String wanted) {
    boolean shared = !wanted.isEmpty();
    if (shared ? sharers.contains(who) : exclusive == who) {
      return Outcome.ERROR;
    }
    boolean free = exclusive == null || exclusive == who;
    boolean joins = sharers.isEmpty() || (shared ? key.equals(wanted) : sharers.contains(who));
    if (!free || !joins || who.hasEnded()) {
      return Outcome.FAILURE;
    }
    if (shared) {
      key = wanted;
      sharers.add(who);
    } else {
      exclusive = who;
    }
    return Outcome.SUCCESS;
  }

  /** Requests a lock and waits for it, until the time passes or the wait is cancelled. */
  synchronized Outcome acquire(Client who, String wanted, long nanos, BooleanSupplier brokenOff) {
    long deadline = clock.nanos() + nanos;
    Outcome outcome = acquire(who, wanted);
    long left = nanos;
    while (outcome == Outcome.FAILURE && left > 0 && !brokenOff.getAsBoolean()) {
      pause(left);
      outcome = acquire(who, wanted);
      left = deadline - clock.nanos();
    }
    return outcome;
  }

  /** Releases one lock, the exclusive one first. */
  synchronized Outcome release(Client who) {
    Outcome outcome = Outcome.ERROR;
    if (exclusive == who) {
      exclusive = null;
      outcome = Outcome.SUCCESS;
    } else if (sharers.remove(who)) {
      outcome = Outcome.SHARED_RELEASED;
    }
    notifyAll();
    return outcome;
  }

  /** Releases every lock of the client. */
  synchronized void releaseAll(Client who) {
    sharers.remove(who);
    if (exclusive == who) {
      exclusive = null;
    }
    notifyAll();
  }

  /** Whether the client may use the instrument. */
  synchronized boolean admits(Client who) {
    return exclusive == null ? sharers.isEmpty() || sharers.contains(who) : exclusive == who;
  }

  /**
   * Waits until the client may use the instrument.
   *
   * @return false if the wait was cancelled
   */
  synchronized boolean awaitAdmission(Client who, BooleanSupplier brokenOff) {
    while (!brokenOff.getAsBoolean()) {
      if (admits(who)) {
        return true;
      }
      pause(0);
    }
    return false;
  }

  /** Makes waiting threads check whether their wait has been cancelled. */
  synchronized void wake() {
    notifyAll();
  }

  /** Whether the exclusive lock is held. */
  synchronized boolean exclusive() {
    return exclusive != null;
  }

  /** Clients that hold a lock. */
  synchronized int holders() {
    return sharers.size() + (exclusive == null || sharers.contains(exclusive) ? 0 : 1);
  }

  private void pause(long nanos) {
    try {
      wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
    } catch (InterruptedException stop) {
      throw new IllegalStateException("nobody interrupts the threads of a server", stop);
    }
  }
}
