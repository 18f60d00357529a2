package org.spinbench.experiments.sweep.pass;

import java.time.Duration;
import org.spinbench.drivers.transport.Clock;

/** Counts the times of setting, settling and reading in a sweep, by the bench's clock. */
public final class Times {
  private final Clock clock;
  private double setting;
  private double settling;
  private double reading;

  /** Counts from zero. */
  public Times(Clock clock) {
    this.clock = clock;
  }

  /** Runs work that counts as setting. */
  public void set(Runnable work) {
    setting += taken(work);
  }

  /** Runs work that counts as settling. */
  public void settle(Runnable work) {
    settling += taken(work);
  }

  /** Runs work that counts as reading. */
  public void read(Runnable work) {
    reading += taken(work);
  }

  /** Time of setting so far, s. */
  public double setting() {
    return setting;
  }

  /** Time of settling so far, s. */
  public double settling() {
    return settling;
  }

  /** Time of reading so far, s. */
  public double reading() {
    return reading;
  }

  private double taken(Runnable work) {
    long begin = clock.nanos();
    work.run();
    return (clock.nanos() - begin) * 1e-9;
  }

  /** A time in s, rounded up to whole nanoseconds. */
  public static Duration seconds(double seconds) {
    return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
  }
}
