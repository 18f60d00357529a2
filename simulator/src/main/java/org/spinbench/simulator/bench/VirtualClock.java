package org.spinbench.simulator.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.spinbench.drivers.transport.Clock;

/**
 * A clock whose time passes only while somebody sleeps. It starts at the same moment in every run,
 * so that runs are identical. Safe for use by several threads; two that sleep at once sleep one
 * after the other.
 */
public final class VirtualClock implements Clock {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicLong nanos = new AtomicLong();

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
    nanos.addAndGet(duration.toNanos());
  }
}
