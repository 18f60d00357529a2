package org.spinbench.simulator.scpi;

import java.util.concurrent.locks.Lock;
import org.spinbench.drivers.transport.Clock;

/**
 * The time of a simulated bench, and the lock under which its instruments work: what one instrument
 * is told changes what the others see, so only one works at a time. An instrument that waits lets
 * go of the lock, so that others are served meanwhile.
 */
public interface BenchClock extends Clock {
  /** Held by whoever touches an instrument of this bench; reentrant. */
  Lock lock();

  /**
   * Waits until a moment, or until somebody calls {@link #wake}. The caller holds the lock, which
   * is let go meanwhile where time passes by itself.
   */
  void await(long nanos);

  /** Ends every {@link #await} that goes on. The caller holds the lock. */
  void wake();

  /** Has a task run under the lock once a moment has come. The caller holds the lock. */
  void at(long nanos, Runnable task);
}
