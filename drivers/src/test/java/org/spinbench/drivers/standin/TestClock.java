package org.spinbench.drivers.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.transport.Clock;

/** A clock that moves only when somebody sleeps, and remembers for how long. */
public final class TestClock implements Clock {
  public final List<Duration> sleeps = new ArrayList<>();
  public Runnable onSleep = () -> {};
  private long nanos;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public synchronized void sleep(Duration duration) {
    nanos += duration.toNanos();
    sleeps.add(duration);
    onSleep.run();
  }

  @Override
  public boolean passesByItself() {
    return false;
  }
}
