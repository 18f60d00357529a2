package org.spinbench.simulator.scpi;

import java.util.concurrent.locks.Lock;
import org.spinbench.drivers.transport.Clock;

/**
 * The time of a simulated bench, and the lock of its instruments. A change at one instrument
 * affects the others, so only one works at a time. An instrument that waits releases the lock, so
 * that the others can work meanwhile.
 */
public interface BenchClock extends Clock {
  /** The reentrant lock. A thread holds it while it uses an instrument of this bench. */
  Lock lock();

  /**
   * Waits until a moment, or until somebody calls {@link #wake}. The caller holds the lock. A clock
   * whose time passes by itself releases the lock during the wait.
   */
  void await(long nanos);

  /**
   * The moment after so much of the computer's time. In a time that does not pass by itself it is
   * never reached.
   */
  default long soon(long realNanos) {
    return Long.MAX_VALUE;
  }

  /** Ends every {@link #await} in progress. The caller holds the lock. */
  void wake();

  /** Runs a task under the lock at a moment. The caller holds the lock. */
  void at(long nanos, Runnable task);
}
