package org.spinbench.drivers.instrument.role;

import java.math.BigDecimal;
import java.util.Map;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;

/**
 * Role: reads quantities of the surroundings of the chip on request, each by its name: a
 * temperature, a field, a pressure. A gauge needs no preparation, and a reading changes nothing at
 * the instrument.
 *
 * <p>The names stand in plans and conditions behind that of the instrument, as in {@code
 * cryostat.temperature_a}.
 */
public interface Gauge extends Meter {
  /** Standard deviation of a number that is rounded to multiples of 1. */
  double ROUNDING = Math.sqrt(1.0 / 12);

  /** The names of its readings, each with its unit. Sends nothing. */
  Map<String, Unit> quantities();

  /**
   * Reads one quantity.
   *
   * @param quantity one of {@link #quantities}
   * @throws SettingException if the instrument has no valid reading of it
   */
  Reading read(String quantity);

  /**
   * The reading in an answer that is a number.
   *
   * @param perUnit value in the unit of the quantity for 1 in the answer
   * @param noise one standard deviation, in the unit of the quantity; the rounding to the last
   *     digit of the answer is added
   * @throws SettingException if the answer is no number
   */
  default Reading reading(String quantity, String answer, double perUnit, double noise) {
    BigDecimal number;
    try {
      number = new BigDecimal(answer.strip());
    } catch (NumberFormatException e) {
      throw new SettingException(
          name() + " answered \"" + answer + "\" instead of its " + quantity + "; look at it");
    }
    double rounding = ROUNDING * number.ulp().doubleValue() * perUnit;
    return new Reading(
        name(),
        quantity,
        number.doubleValue() * perUnit,
        quantities().get(quantity),
        Math.sqrt(noise * noise + rounding * rounding),
        session().clock().now(),
        Double.NaN,
        Double.NaN,
        false,
        false);
  }
}
