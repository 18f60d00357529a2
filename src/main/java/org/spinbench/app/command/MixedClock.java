package org.spinbench.app.command;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;

/**
 * The computer's clock on a bench with some simulated instruments. Every wait also passes on the
 * simulated side.
 */
final class MixedClock implements Clock {
  private final Clock system;
  private final Clock simulated;

  MixedClock(Clock system, Clock simulated) {
    this.system = system;
    this.simulated = simulated;
  }

  @Override
  public long nanos() {
    return system.nanos();
  }

  @Override
  public Instant now() {
    return system.now();
  }

  @Override
  public void sleep(Duration duration) {
    system.sleep(duration);
    simulated.sleep(duration);
  }
}
