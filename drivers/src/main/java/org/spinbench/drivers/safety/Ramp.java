package org.spinbench.drivers.safety;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.transport.Clock;

/**
 * How fast a level may move: in equal steps no larger than {@code step}, at no more than {@code
 * slew} on average. A ramp starts from what the instrument says and ends exactly on its target.
 *
 * @param step largest step, in the level's unit
 * @param slew fastest change, in the level's unit a second
 */
public record Ramp(double step, double slew) {
  /** Relative difference between levels that is only rounding. */
  private static final double ROUNDING = 1e-6;

  /** For so long what an instrument has confirmed counts as what it has, s. */
  private static final double FRESH = 1;

  /** Checks both numbers. */
  public Ramp {
    if (!(step > 0) || !(slew > 0)) {
      throw new IllegalArgumentException(
          "a ramp needs a positive step and slew, not " + step + " and " + slew);
    }
  }

  /**
   * The way of a level to a target: at once when it is there already, or is known to be no further
   * away than one step, by a ramp otherwise. What was confirmed more than a second ago is asked for
   * again: a hand at the front panel may have changed it. Each {@code next} makes one step and
   * returns how long to wait before the one that follows.
   *
   * @throws RampInterruptedException from a step, if the thread is interrupted
   */
  public Iterator<Duration> way(NumberSetting level, double target) {
    boolean there = target == level.current();
    boolean near = there || Math.abs(target - present(level)) <= step;
    return near ? new Way(level, target) : ramp(level, target);
  }

  private static double present(NumberSetting level) {
    return level.age() > FRESH ? level.get() : level.current();
  }

  /**
   * Ramps a level from a fresh read-back to a target. The target is checked against all limits
   * before the first step.
   *
   * @throws RampInterruptedException if the thread is interrupted; the level stays where it is
   */
  public void drive(NumberSetting level, double target, Clock clock) {
    Way way = ramp(level, target);
    while (way.hasNext()) {
      Duration pause = way.next();
      if (way.hasNext()) {
        clock.sleep(pause);
      }
    }
  }

  /**
   * Refuses levels that a source could not go through by itself and come back from: the first is
   * the one that it has and the last is the same, each passes every limit, and is within one step
   * from the one before. Sends nothing.
   *
   * @param source what it is called in what is said
   * @throws org.spinbench.drivers.instrument.LimitException if a limit refuses a level
   * @throws IllegalArgumentException if they are no way there and back in such steps
   */
  void requireRoundTrip(String source, NumberSetting level, double... levels) {
    double before = level.current();
    String symbol = level.unit().symbol();
    if (Math.abs(levels[0] - before) > ROUNDING * Math.abs(levels[0])
        || levels[levels.length - 1] != levels[0]) {
      throw new IllegalArgumentException(
          source
              + ": a pass begins and ends at the level that there is, "
              + before
              + " "
              + symbol
              + ", not at "
              + levels[0]
              + " and "
              + levels[levels.length - 1]);
    }
    for (double next : levels) {
      level.check(next);
      if (Math.abs(next - before) > step * (1 + ROUNDING)) {
        throw new IllegalArgumentException(
            source
                + ": from "
                + before
                + " to "
                + next
                + " "
                + symbol
                + " is more than one step of its ramp, "
                + step
                + "; take more points");
      }
      before = next;
    }
  }

  private Way ramp(NumberSetting level, double target) {
    double start = level.get();
    level.check(target);
    double distance = target - start;
    long steps = Math.max(1, (long) Math.ceil(Math.abs(distance) / step * (1 - 1e-12)));
    Duration pause = Duration.ofNanos((long) Math.ceil(Math.abs(distance) / steps / slew * 1e9));
    return new Way(level, target, start, steps, pause);
  }

  /** Steps that have not been made yet. */
  private static final class Way implements Iterator<Duration> {
    private final NumberSetting level;
    private final double target;
    private final double start;
    private final long steps;
    private final Duration pause;
    private final boolean near;
    private double at;
    private long made;

    /** A ramp. */
    Way(NumberSetting level, double target, double start, long steps, Duration pause) {
      this.level = level;
      this.target = target;
      this.start = start;
      this.steps = steps;
      this.pause = pause;
      near = false;
      at = start;
    }

    /** One step, unless the level is there already. */
    Way(NumberSetting level, double target) {
      this.level = level;
      this.target = target;
      start = target;
      steps = 1;
      pause = Duration.ZERO;
      near = true;
    }

    @Override
    public boolean hasNext() {
      return made < steps;
    }

    @Override
    public Duration next() {
      if (!hasNext()) {
        throw new NoSuchElementException(level.label() + " is at " + target + " already");
      }
      made++;
      if (near) {
        level.ensure(target);
        return pause;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new RampInterruptedException(level.label(), at, target, level.unit());
      }
      at = made == steps ? target : start + (target - start) * made / steps;
      level.set(at);
      return pause;
    }
  }
}
