package org.spinbench.drivers.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The computer's clock.
 *
 * <p>Sleeping waits for the whole duration even when the thread is interrupted, and leaves the
 * thread interrupted: a dwell that ends early would read an instrument that has not settled. The
 * last tenth of a millisecond is waited for actively, because parking overshoots by about as much.
 */
public final class SystemClock implements Clock {
  private static final long SPIN_NANOS = 100_000;

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public void sleep(Duration duration) {
    long deadline = System.nanoTime() + duration.toNanos();
    boolean interrupted = false;
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
        interrupted |= Thread.interrupted();
      } else {
        Thread.onSpinWait();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
