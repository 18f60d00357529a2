package org.spinbench.drivers.instrument;

import org.spinbench.drivers.scpi.ScpiNumber;

/** How a power meter's answer becomes a reading. */
public final class PowerReading {
  private PowerReading() {}

  /**
   * The reading in an answer of one power or a list that begins with it, W.
   *
   * @param noise of the reading, W rms
   * @param highest power that the meter measures, W; a reading above is an overload
   * @param integration for how long the meter integrated, s
   * @throws SettingException if it is no power
   */
  public static Reading of(
      PowerMeter meter, String answer, double noise, double highest, double integration) {
    double watts = Double.NaN;
    try {
      watts = ScpiNumber.parse(answer.split(",", 2)[0]);
    } catch (IllegalArgumentException e) {
      // Refused below, like an answer that stands for no number.
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
}
