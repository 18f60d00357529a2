package org.spinbench.drivers.stanford;

import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.LockIn.Phasor;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Readings of lock-ins whose answers are X and Y with a comma between. */
final class Phasors {
  /** Standard deviation of a phase that is anything from -180 to 180 degrees. */
  private static final double ANY_PHASE = 360 / Math.sqrt(12);

  /** Noise bandwidth times time constant of one to four equal RC stages. */
  private static final double[] BANDWIDTHS = {1 / 4.0, 1 / 8.0, 3 / 32.0, 5 / 64.0};

  private Phasors() {}

  /** Noise of X and Y, V rms, of an input with this noise, V/√Hz. */
  static double noise(double density, double timeConstant, double slopeInDb) {
    int stages = (int) Math.rint(slopeInDb / 6);
    return density * Math.sqrt(BANDWIDTHS[stages - 1] / timeConstant);
  }

  /**
   * The reading in an answer.
   *
   * @param noise of X and Y, V rms
   * @throws SettingException if it is none
   */
  static Phasor of(LockIn lockIn, String answer, double noise, boolean overload) {
    int comma = answer.indexOf(',');
    double x;
    double y;
    try {
      x = ScpiNumber.parse(answer.substring(0, Math.max(0, comma)));
      y = ScpiNumber.parse(answer.substring(comma + 1));
    } catch (IllegalArgumentException e) {
      throw new SettingException(lockIn.name() + " answered \"" + answer + "\" instead of X and Y");
    }
    double r = StrictMath.hypot(x, y);
    double theta = StrictMath.toDegrees(StrictMath.atan2(y, x));
    double phaseNoise = ofPhase(noise, r);
    return new Phasor(
        reading(lockIn, "x", x, Unit.VOLT, noise, overload),
        reading(lockIn, "y", y, Unit.VOLT, noise, overload),
        reading(lockIn, "r", r, Unit.VOLT, noise, overload),
        reading(lockIn, "theta", theta, Unit.DEGREE, phaseNoise, overload));
  }

  /** One standard deviation of a phase, degrees, where that of the components is this, V rms. */
  private static double ofPhase(double deviation, double r) {
    return Math.min(ANY_PHASE, StrictMath.toDegrees(deviation / r));
  }

  /**
   * The same with what may be left of a step in it.
   *
   * @param leftX in phase with the reference, V rms
   * @param leftY 90 degrees ahead of it, V rms
   */
  static Phasor uncertain(Phasor read, double leftX, double leftY) {
    double noise = read.r().uncertainty();
    double both = StrictMath.hypot(noise, StrictMath.hypot(leftX, leftY));
    return new Phasor(
        read.x().within(StrictMath.hypot(noise, leftX)),
        read.y().within(StrictMath.hypot(noise, leftY)),
        read.r().within(both),
        read.theta().within(ofPhase(both, read.r().value())));
  }

  private static Reading reading(
      LockIn lockIn, String quantity, double value, Unit unit, double noise, boolean overload) {
    return new Reading(
        lockIn.name(),
        quantity,
        value,
        unit,
        noise,
        lockIn.session().clock().now(),
        unit == Unit.VOLT ? lockIn.sensitivity().current() : Double.NaN,
        lockIn.timeConstant().current(),
        overload,
        false);
  }

  static SettingException unlocked(LockIn lockIn) {
    return new SettingException(
        lockIn.name()
            + " is not locked to its external reference; connect one, or set its reference to INT");
  }
}
