package org.spinbench.app.dashboard;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;

/** A clock that stands still. */
final class StandingClock implements Clock {
  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public long nanos() {
    return 1;
  }

  @Override
  public void sleep(Duration time) {
    throw new IllegalStateException("nobody sleeps here");
  }
}
