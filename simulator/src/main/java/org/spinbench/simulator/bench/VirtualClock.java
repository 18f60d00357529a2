package org.spinbench.simulator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.spinbench.simulator.scpi.BenchClock;

/**
 * A clock whose time passes only while somebody sleeps, and then at once. It starts at the same
 * moment in every run, so that runs are identical. Safe for use by several threads; two that sleep
 * at once sleep one after the other.
 */
public final class VirtualClock implements BenchClock {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private record Alarm(long nanos, Runnable task) {}

  private final Lock lock = new ReentrantLock();
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Alarm> alarms = new PriorityQueue<>(Comparator.comparingLong(Alarm::nanos));
  private volatile long nextAlarm = Long.MAX_VALUE;

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos.get());
  }

  @Override
  public void sleep(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      return;
    }
    nanos.accumulateAndGet(duration.toNanos(), VirtualClock::later);
    ring();
  }

  /** Time that has passed for 292 years stands still. */
  private static long later(long now, long more) {
    return now > Long.MAX_VALUE - more ? Long.MAX_VALUE : now + more;
  }

  @Override
  public boolean passesByItself() {
    return false;
  }

  @Override
  public Lock lock() {
    return lock;
  }

  @Override
  public void await(long moment) {
    nanos.accumulateAndGet(moment, Math::max);
    ring();
  }

  /** Nobody waits in a time that passes at once. */
  @Override
  public void wake() {}

  @Override
  public void at(long moment, Runnable task) {
    alarms.add(new Alarm(moment, task));
    nextAlarm = alarms.element().nanos;
  }

  private void ring() {
    if (nanos.get() < nextAlarm) {
      return;
    }
    lock.lock();
    try {
      while (!alarms.isEmpty() && alarms.element().nanos <= nanos.get()) {
        alarms.remove().task.run();
      }
      nextAlarm = alarms.isEmpty() ? Long.MAX_VALUE : alarms.element().nanos;
    } finally {
      lock.unlock();
    }
  }
}
