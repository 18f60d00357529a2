package org.spinbench.experiments;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;

/** A clock that moves only when someone sleeps. */
public final class FixedClock implements Clock {
  private long nanos;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public void sleep(Duration duration) {
    nanos += Math.max(0, duration.toNanos());
  }
}
