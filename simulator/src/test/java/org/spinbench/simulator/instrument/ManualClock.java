package org.spinbench.simulator.instrument;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;

/** A clock that stands still until someone sleeps on it. */
public final class ManualClock implements Clock {
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
