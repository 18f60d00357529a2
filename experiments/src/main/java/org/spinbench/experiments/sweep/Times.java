package org.spinbench.experiments.sweep;

import java.time.Duration;
import org.spinbench.drivers.transport.Clock;

/** Where the time goes, by the bench's clock, s. */
final class Times {
  private final Clock clock;
  double setting;
  double settling;
  double reading;

  Times(Clock clock) {
    this.clock = clock;
  }

  void set(Runnable work) {
    setting += taken(work);
  }

  void settle(Runnable work) {
    settling += taken(work);
  }

  void read(Runnable work) {
    reading += taken(work);
  }

  double total() {
    return setting + settling + reading;
  }

  private double taken(Runnable work) {
    long begin = clock.nanos();
    work.run();
    return (clock.nanos() - begin) * 1e-9;
  }

  static Duration seconds(double seconds) {
    return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
  }
}
