package org.spinbench.simulator.scpi;

import java.math.BigDecimal;
import org.spinbench.simulator.scpi.Parameter.Numeric;

/**
 * What a numeric parameter measures, and so which suffixes it takes: a base unit with the
 * multipliers of IEEE 488.2 table 7-2.
 *
 * <p>The trap of that table: M is milli, except before HZ and OHM, where it is mega; elsewhere mega
 * is MA. Taking the base unit off first settles MA (milliampere) against MAA (mega-ampere).
 */
public enum Quantity {
  NUMBER(""),
  FREQUENCY("HZ"),
  RESISTANCE("OHM"),
  VOLTAGE("V"),
  CURRENT("A"),
  TIME("S"),
  DECIBELS("DB"),
  ANGLE("DEG"),
  PERCENT("PCT"),
  /** Power in dBm; suffixes of watts and volts (rms into 50 Ω) and DBUV are converted. */
  POWER_DBM("DBM");

  private static final double LOAD = 50;

  private final String unit;

  Quantity(String unit) {
    this.unit = unit;
  }

  /** The value in this quantity's base unit. */
  double value(Numeric number) {
    String suffix = number.suffix();
    if (suffix.isEmpty() || suffix.equals(unit)) {
      return number.value();
    }
    if (this == NUMBER) {
      throw new CommandException(ScpiError.SUFFIX_NOT_ALLOWED);
    }
    if (this == POWER_DBM) {
      return dbm(number);
    }
    boolean scalable = this != DECIBELS && this != PERCENT && this != ANGLE;
    if (!scalable || !suffix.endsWith(unit)) {
      throw new CommandException(ScpiError.INVALID_SUFFIX);
    }
    boolean mega = this == FREQUENCY || this == RESISTANCE;
    int exponent = exponent(suffix.substring(0, suffix.length() - unit.length()), mega);
    return shifted(number, exponent);
  }

  private static double dbm(Numeric number) {
    String suffix = number.suffix();
    if (suffix.equals("DBUV")) {
      return number.value() - 90 - 10 * StrictMath.log10(LOAD);
    }
    double watts;
    if (suffix.endsWith("W")) {
      watts = shifted(number, exponent(suffix.substring(0, suffix.length() - 1), false));
    } else if (suffix.endsWith("V")) {
      double volts = shifted(number, exponent(suffix.substring(0, suffix.length() - 1), false));
      watts = volts * volts / LOAD;
    } else {
      throw new CommandException(ScpiError.INVALID_SUFFIX);
    }
    return 30 + 10 * StrictMath.log10(watts);
  }

  private static int exponent(String multiplier, boolean mega) {
    return switch (multiplier) {
      case "" -> 0;
      case "EX" -> 18;
      case "PE" -> 15;
      case "T" -> 12;
      case "G" -> 9;
      case "MA" -> 6;
      case "M" -> mega ? 6 : -3;
      case "K" -> 3;
      case "U" -> -6;
      case "N" -> -9;
      case "P" -> -12;
      case "F" -> -15;
      case "A" -> -18;
      default -> throw new CommandException(ScpiError.INVALID_SUFFIX);
    };
  }

  /** Moves the decimal point, so that 1.1 MHZ is exactly what 1.1E6 HZ is. */
  private static double shifted(Numeric number, int exponent) {
    if (exponent == 0 || number.value() == 0 || Double.isInfinite(number.value())) {
      return number.value();
    }
    if (number.text().charAt(0) == '#') {
      return BigDecimal.valueOf(number.value()).scaleByPowerOfTen(exponent).doubleValue();
    }
    return new BigDecimal(number.text()).scaleByPowerOfTen(exponent).doubleValue();
  }
}
