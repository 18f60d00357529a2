package org.spinbench.simulator.server;

import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.rpc.Vxi11Error;

/** One call of the core channel, which may have to wait and may be aborted while it does. */
final class Vxi11Call {
  private final Clock clock;
  private final long longestWait;
  private volatile boolean aborted;

  /**
   * A call.
   *
   * @param longestWait in nanoseconds, whatever the client says
   * @param aborted true if it must not wait at all
   */
  Vxi11Call(Clock clock, long longestWait, boolean aborted) {
    this.clock = clock;
    this.longestWait = longestWait;
    this.aborted = aborted;
  }

  /** The moment on the clock when a time that the client gave in milliseconds will have passed. */
  long deadline(long milliseconds) {
    return clock.nanos() + Math.min(milliseconds * 1_000_000, longestWait);
  }

  /** Ends the call's waiting. Whoever calls this then wakes the monitor that it waits on. */
  void abort() {
    aborted = true;
  }

  /** True when there is nothing more to wait for. */
  boolean over(long deadline) {
    return aborted || deadline - clock.nanos() <= 0;
  }

  /**
   * Waits until the monitor, which the caller holds, is notified.
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

  /** How the call ends when it has waited in vain. */
  Vxi11Error inVain(Vxi11Error timeUp) {
    return aborted ? Vxi11Error.ABORT : timeUp;
  }
}
