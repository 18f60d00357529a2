package org.spinbench.simulator.instrument;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.scpi.BenchClock;

/** A clock that stands still until someone sleeps on it. */
public final class ManualClock implements BenchClock {
  private final VirtualClock time = new VirtualClock();

  @Override
  public long nanos() {
    return time.nanos();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos());
  }

  @Override
  public void sleep(Duration duration) {
    time.sleep(duration);
  }

  @Override
  public boolean passesByItself() {
    return false;
  }

  @Override
  public Lock lock() {
    return time.lock();
  }

  @Override
  public void await(long nanos) {
    time.await(nanos);
  }

  @Override
  public void wake() {
    time.wake();
  }

  @Override
  public void at(long nanos, Runnable task) {
    time.at(nanos, task);
  }
}
