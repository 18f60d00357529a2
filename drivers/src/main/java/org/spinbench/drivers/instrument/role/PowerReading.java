package org.spinbench.drivers.instrument.role;

import java.time.Duration;
import java.util.List;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.ScpiError;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** The common part of the drivers of power meters. */
public final class PowerReading {
  private PowerReading() {}

  /**
   * The reading in an answer with one power, or a list that begins with it, W.
   *
   * @param noise of the reading, W rms
   * @param highest power that the meter measures, W; a higher reading is an overload
   * @param integration time of the meter, s
   * @throws SettingException if it is not a power
   */
  public static Reading of(
      PowerMeter meter, String answer, double noise, double highest, double integration) {
    double watts = Double.NaN;
    try {
      watts = ScpiNumber.parse(answer.split(",", 2)[0]);
    } catch (IllegalArgumentException e) {
      // Refused below, like an answer that is not a number.
    }
    if (!Double.isFinite(watts)) {
      throw new SettingException(
          meter.name() + " answered \"" + answer + "\" instead of a power; look at its errors");
    }
    return new Reading(
        meter.name(),
        "power",
        watts,
        Unit.WATT,
        noise,
        meter.session().clock().now(),
        highest,
        integration,
        watts > highest,
        false);
  }

  /**
   * Queries a reading when it should be ready, so that a long measurement does not exceed the
   * timeout.
   *
   * @param seconds duration of the measurement, s
   */
  public static String after(double seconds, ScpiSession session, String question) {
    session.clock().sleep(Duration.ofNanos(Math.round(seconds * 1e9)));
    return session.query(question);
  }

  /**
   * Zeroes a meter that does not answer until it has finished.
   *
   * @throws SettingException if it reports an error
   */
  public static void zero(PowerMeter meter, String command, Duration time) {
    ScpiSession session = meter.session();
    session.send(command);
    session.clock().sleep(time);
    List<ScpiError> errors = session.errors();
    if (!errors.isEmpty()) {
      throw new SettingException(
          meter.name()
              + " could not be zeroed: "
              + errors.get(0)
              + "; switch the RF at its input off");
    }
  }
}
