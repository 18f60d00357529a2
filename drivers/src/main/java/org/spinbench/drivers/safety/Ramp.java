package org.spinbench.drivers.safety;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.transport.Clock;

/**
 * The allowed rate of change of a level: equal steps of at most {@code step}, with at most {@code
 * slew} on average. A ramp starts from the instrument's answer and ends exactly at its target.
 *
 * <p>The way to rest of an instrument that answers slowly has fewer and larger steps, because a
 * source that stays on for seconds is worse than a larger step towards zero, whose rate is that of
 * the source's own output.
 *
 * @param step largest step, in the level's unit
 * @param slew largest rate, in the level's unit per second
 * @param hurries whether the way to rest takes fewer steps if the instrument answers slowly
 */
public record Ramp(double step, double slew, boolean hurries) {
  /** Relative difference of levels due to rounding. */
  private static final double ROUNDING = 1e-6;

  /** How long a confirmed level counts as known, s. */
  private static final double FRESH = 1;

  /** Time for all steps of the way to rest after the first, ns. */
  private static final long HURRY = 300_000_000L;

  /** Fewest of these steps, if one is not enough. */
  private static final long FEWEST = 2;

  /** A ramp that keeps to its step at any speed. */
  public Ramp(double step, double slew) {
    this(step, slew, false);
  }

  public Ramp {
    if (!(step > 0) || !(slew > 0)) {
      throw new IllegalArgumentException(
          "a ramp needs a positive step and slew, not " + step + " and " + slew);
    }
  }

  /**
   * The ramp of a level to a target: no step if it is there, one step if it is known to be within
   * one step, otherwise several. A level that was confirmed more than a second ago is queried
   * again, because somebody at the front panel may have changed it. Each {@code next} makes one
   * step and returns the time to wait before the next one.
   *
   * @throws RampInterruptedException from a step, if the thread is interrupted
   */
  public Iterator<Duration> way(NumberSetting level, double target) {
    boolean there = target == level.current();
    boolean near = there || Math.abs(target - present(level)) <= step;
    return near ? new Way(level, target) : ramp(level, level.get(), target, Long.MAX_VALUE);
  }

  private static double present(NumberSetting level) {
    return level.age() > FRESH ? level.get() : level.current();
  }

  /** The same ramp, which hurries to rest. */
  public Ramp hurried() {
    return new Ramp(step, slew, true);
  }

  /**
   * Reads a level and ramps it to a target, for rest. The target is checked against all limits
   * before the first step.
   *
   * @throws RampInterruptedException if the thread is interrupted; the level stays where it is
   */
  public void drive(NumberSetting level, double target, Clock clock) {
    Way way = ramp(level, level.get(), target, Long.MAX_VALUE);
    boolean measures = hurries && way.steps > FEWEST;
    while (way.hasNext()) {
      OptionalLong begun = measures ? nanos(clock) : OptionalLong.empty();
      Duration pause = way.next();
      OptionalLong end = begun.isPresent() ? nanos(clock) : OptionalLong.empty();
      measures = false;
      if (end.isPresent()) {
        long took = Math.max(1, end.getAsLong() - begun.getAsLong());
        way = ramp(level, way.at, target, HURRY / took);
      }
      if (way.hasNext()) {
        clock.sleep(pause);
      }
    }
  }

  /** The time; empty if the clock fails, because a source comes to rest without it, too. */
  private static OptionalLong nanos(Clock clock) {
    try {
      return OptionalLong.of(clock.nanos());
    } catch (IllegalStateException noTime) {
      return OptionalLong.empty();
    }
  }

  /**
   * Requires that levels form a pass from which a source returns: the first and the last are the
   * present level, each passes every limit, and each is within one step from the previous one.
   * Sends nothing.
   *
   * @param source its name in messages
   * @throws org.spinbench.drivers.instrument.LimitException if a limit refuses a level
   * @throws IllegalArgumentException if the levels do not form such a pass
   */
  void requireRoundTrip(String source, NumberSetting level, double... levels) {
    double before = level.current();
    String symbol = level.unit().symbol();
    if (Math.abs(levels[0] - before) > ROUNDING * Math.abs(levels[0])
        || levels[levels.length - 1] != levels[0]) {
      throw new IllegalArgumentException(
          source
              + ": a pass begins and ends at the present level, "
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

  /**
   * A ramp.
   *
   * @param start where the level is
   * @param most number of steps, unless that is below {@link #FEWEST}
   */
  private Way ramp(NumberSetting level, double start, double target, long most) {
    level.check(target);
    double distance = target - start;
    long allowed = Math.max(1, (long) Math.ceil(Math.abs(distance) / step * (1 - 1e-12)));
    long steps = Math.min(allowed, Math.max(FEWEST, most));
    Duration pause = Duration.ofNanos((long) Math.ceil(Math.abs(distance) / steps / slew * 1e9));
    return new Way(level, target, start, steps, pause);
  }

  /** The remaining steps. */
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

    /** One step, unless the level is at the target. */
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
