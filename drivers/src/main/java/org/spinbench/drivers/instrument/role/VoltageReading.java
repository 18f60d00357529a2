package org.spinbench.drivers.instrument.role;

import java.time.Instant;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.format.MessageUnit;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Converts a voltmeter's answer to a reading. */
public final class VoltageReading {
  /** The SCPI value of an overrange, which a reading keeps. */
  private static final double OVERFLOW = 9.9e37;

  private VoltageReading() {}

  /**
   * The reading in an answer.
   *
   * @param query whose last answer is the voltage, V
   * @param answer to the whole query
   * @param noise of the reading, V rms
   * @param aperture integration time, s
   * @throws SettingException if it is not a voltage
   */
  public static Reading of(
      Voltmeter meter, String query, String answer, double noise, double aperture) {
    double volts;
    try {
      volts = ScpiNumber.parse(MessageUnit.lastAnswer(query, answer));
    } catch (IllegalArgumentException e) {
      throw noVoltage(meter, answer);
    }
    if (Double.isNaN(volts)) {
      throw noVoltage(meter, answer);
    }
    return of(meter, volts, noise, aperture);
  }

  /**
   * A reading now.
   *
   * @param volts V; infinite or beyond ±9.9E37 for an overrange
   * @param noise of the reading, V rms
   * @param aperture integration time, s
   */
  public static Reading of(Voltmeter meter, double volts, double noise, double aperture) {
    return of(meter, volts, noise, aperture, meter.session().clock().now());
  }

  /** The same at another time. */
  public static Reading of(
      Voltmeter meter, double volts, double noise, double aperture, Instant time) {
    boolean overload = Math.abs(volts) >= OVERFLOW;
    return new Reading(
        meter.name(),
        "voltage",
        overload ? Math.copySign(OVERFLOW, volts) : volts,
        Unit.VOLT,
        noise,
        time,
        meter.range().current(),
        aperture,
        overload,
        false);
  }

  private static SettingException noVoltage(Voltmeter meter, String answer) {
    return new SettingException(
        meter.name()
            + " answered \""
            + answer
            + "\" instead of a voltage; look at its error queue");
  }
}
