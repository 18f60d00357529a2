package org.spinbench.drivers.safety;

import java.time.Duration;
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
  /** Checks both numbers. */
  public Ramp {
    if (!(step > 0) || !(slew > 0)) {
      throw new IllegalArgumentException(
          "a ramp needs a positive step and slew, not " + step + " and " + slew);
    }
  }

  /**
   * Moves a level to a target: at once when it is known to be no further away than one step, by a
   * ramp otherwise.
   */
  public void move(NumberSetting level, double target, Clock clock) {
    if (Math.abs(target - level.current()) <= step) {
      level.ensure(target);
    } else {
      drive(level, target, clock);
    }
  }

  /**
   * Ramps a level from a fresh read-back to a target. The target is checked against all limits
   * before the first step.
   *
   * @throws RampInterruptedException if the thread is interrupted; the level stays where it is
   */
  public void drive(NumberSetting level, double target, Clock clock) {
    double start = level.get();
    level.check(target);
    double distance = target - start;
    long steps = Math.max(1, (long) Math.ceil(Math.abs(distance) / step * (1 - 1e-12)));
    Duration pause = Duration.ofNanos((long) Math.ceil(Math.abs(distance) / steps / slew * 1e9));
    double at = start;
    for (long k = 1; k <= steps; k++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new RampInterruptedException(level.label(), at, target, level.unit());
      }
      at = k == steps ? target : start + distance * k / steps;
      level.set(at);
      if (k < steps) {
        clock.sleep(pause);
      }
    }
  }
}
