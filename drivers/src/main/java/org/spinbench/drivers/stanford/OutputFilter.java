package org.spinbench.drivers.stanford;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.spinbench.drivers.instrument.Changes;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.LockIn.Phasor;
import org.spinbench.drivers.instrument.role.RcChain;
import org.spinbench.drivers.instrument.role.Reading;

/**
 * The low-pass filter behind the readings of a lock-in: one to four equal RC stages, and the
 * synchronous filter, a mean over one period, before them if it is on.
 *
 * <p>After a change a reading waits until {@value LockIn#REMAINDER} of a step is left at the
 * output. On the way, when {@value #LOOK} is left, it looks once: from the way between the two
 * follows the step, and what is left of it at any later time is part of the uncertainty. An
 * overload that ended before that check does not affect the reading. Successive readings lie so far
 * apart that their noise is independent.
 */
final class OutputFilter {
  private static final double LOOK = 1e-2;

  /**
   * The remainder is multiplied by this factor: answers are rounded, and an input does not jump.
   */
  private static final double MARGIN = 1.25;

  private static final double DECIBELS_A_STAGE = 6;

  private final LockIn lockIn;
  private final NumberSetting slope;
  private final DoubleSupplier period;
  private final Supplier<Phasor> measurement;
  private final Meter onTheWay = new OnTheWay();

  /** What was seen on the way, and how much of a step was missing then; null if nothing was. */
  private Phasor seen;

  private double missing;

  /** The reading before; null if there is none. */
  private Phasor last;

  private long read;

  /** The last step of each component, V rms; NaN until a reading has shown it. */
  private double stepX = Double.NaN;

  private double stepY = Double.NaN;

  /**
   * The filter of a lock-in.
   *
   * @param slope decibels an octave
   * @param period over which the synchronous filter averages, s; 0 while it is off
   * @param measurement takes one reading at once
   */
  OutputFilter(
      LockIn lockIn, NumberSetting slope, DoubleSupplier period, Supplier<Phasor> measurement) {
    this.lockIn = lockIn;
    this.slope = slope;
    this.period = period;
    this.measurement = measurement;
  }

  /** What waits until so much is left that the step can be seen. */
  private final class OnTheWay implements Meter {
    @Override
    public double response() {
      return after(LOOK);
    }

    @Override
    public Settings settings() {
      return lockIn.settings();
    }
  }

  private int stages() {
    return (int) Math.rint(slope.current() / DECIBELS_A_STAGE);
  }

  /** After what time no more than a part of a step is left, s. */
  private double after(double remainder) {
    double constants = RcChain.timeConstants(stages(), remainder);
    return constants * lockIn.timeConstant().current() + period.getAsDouble();
  }

  /** The part of the last step that is left now. */
  private double left(Changes changes) {
    double settling = changes.since(lockIn) - period.getAsDouble();
    return RcChain.remainder(stages(), settling / lockIn.timeConstant().current());
  }

  double response() {
    return after(LockIn.REMAINDER);
  }

  boolean settle() {
    Changes changes = lockIn.settings().changes();
    if (changes.settle(onTheWay)) {
      missing = left(changes);
      seen = missing > LockIn.REMAINDER ? measurement.get() : null;
      stepX = Double.NaN;
      stepY = Double.NaN;
    }
    return changes.settle(lockIn);
  }

  Phasor read() {
    Changes changes = lockIn.settings().changes();
    if (changes == Changes.NONE) {
      return measurement.get();
    }
    if (!settle()) {
      keepApart();
    }
    double left = left(changes);
    Phasor now = measurement.get();
    if (Double.isNaN(stepX)) {
      stepX = step(value(seen, true), value(last, true), now.x().value(), left);
      stepY = step(value(seen, false), value(last, false), now.y().value(), left);
    }
    read = lockIn.session().clock().nanos();
    last = now;
    return Phasors.uncertain(now, MARGIN * left * stepX, MARGIN * left * stepY);
  }

  private void keepApart() {
    long next = read + (long) Math.ceil(after(LOOK) * 1e9);
    long wait = last == null ? 0 : next - lockIn.session().clock().nanos();
    if (wait > 0) {
      lockIn.session().clock().sleep(Duration.ofNanos(wait));
    }
  }

  /** From the way since it was seen; if it was not, since the reading before, or else from zero. */
  private double step(double onTheWay, double before, double now, double left) {
    if (!Double.isNaN(onTheWay)) {
      return Math.abs(now - onTheWay) / (missing - left);
    }
    return Math.abs(Double.isNaN(before) ? now : now - before);
  }

  private static double value(Phasor phasor, boolean x) {
    if (phasor == null) {
      return Double.NaN;
    }
    Reading component = x ? phasor.x() : phasor.y();
    return component.value();
  }
}
