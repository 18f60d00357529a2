package org.spinbench.simulator.server;

import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.rpc.Vxi11Error;

/** One call on the core channel. It may wait, and may be aborted meanwhile. */
final class Vxi11Call {
  private final Clock clock;
  private final long longestWait;
  private volatile boolean aborted;

  /**
   * A call.
   *
   * @param longestWait limit of the client's timeouts, ns
   * @param aborted true if it must not wait at all
   */
  Vxi11Call(Clock clock, long longestWait, boolean aborted) {
    this.clock = clock;
    this.longestWait = longestWait;
    this.aborted = aborted;
  }

  /** The time on the clock at which a client's timeout in milliseconds ends. */
  long deadline(long milliseconds) {
    return clock.nanos() + Math.min(milliseconds * 1_000_000, longestWait);
  }

  /** Aborts the call. The caller must then wake the monitor on which the call waits. */
  void abort() {
    aborted = true;
  }

  /** Whether it must end without a result. */
  boolean isAborted() {
    return aborted;
  }

  /** Whether the wait has ended. */
  boolean over(long deadline) {
    return aborted || deadline - clock.nanos() <= 0;
  }

  /**
   * Waits for a notification of the monitor, which the caller holds.
   *
   * @return false without waiting if the deadline has passed or the call has been aborted
   */
  boolean await(Object monitor, long deadline) {
    if (over(deadline)) {
      return false;
    }
    try {
      monitor.wait((deadline - clock.nanos()) / 1_000_000 + 1);
    } catch (InterruptedException stop) {
      aborted = true;
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** The error of a call whose wait has failed. */
  Vxi11Error failure(Vxi11Error timeUp) {
    return aborted ? Vxi11Error.ABORT : timeUp;
  }
}
