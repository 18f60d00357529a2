package org.spinbench.simulator.server;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;

/**
 * Who may use one instrument over HiSLIP (IVI-6.1 section 2.6). A shared lock is held by all that
 * gave the same key; the exclusive lock is held by one, who may hold the shared one as well. Where
 * there is a lock, only its holders are let in, and the exclusive lock goes before the shared one.
 */
final class HiSlipLocks {
  /** What came of a request for a lock, or of its release. */
  enum Outcome {
    /** The time was up. */
    FAILURE(0),
    /** Granted; or the exclusive lock was given back. */
    SUCCESS(1),
    /** The shared lock was given back. */
    SHARED_RELEASED(2),
    /** Held already; or there was nothing to give back. */
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

  /** Who holds locks. */
  interface Client {
    /** True before its locks are given back for the last time: it gets none any more. */
    boolean hasEnded();
  }

  private final Clock clock = new SystemClock();
  private final Set<Client> sharers = new HashSet<>();
  private Client exclusive;
  private String key;

  /** Asks for a lock without waiting; {@code FAILURE} if it is not to be had now. */
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

  /** Asks for a lock and waits for it, until the time is up or the wait is broken off. */
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

  /** Gives one lock back, the exclusive one first. */
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

  /** Gives back whatever is held. */
  synchronized void releaseAll(Client who) {
    sharers.remove(who);
    if (exclusive == who) {
      exclusive = null;
    }
    notifyAll();
  }

  /** Whether the instrument may be used. */
  synchronized boolean admits(Client who) {
    return exclusive == null ? sharers.isEmpty() || sharers.contains(who) : exclusive == who;
  }

  /** Waits until the instrument may be used; false if the wait was broken off. */
  synchronized boolean awaitAdmission(Client who, BooleanSupplier brokenOff) {
    while (!brokenOff.getAsBoolean()) {
      if (admits(who)) {
        return true;
      }
      pause(0);
    }
    return false;
  }

  /** Lets those who wait see that their wait has been broken off. */
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
