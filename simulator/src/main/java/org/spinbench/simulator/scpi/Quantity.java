package org.spinbench.simulator.scpi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.spinbench.simulator.scpi.Parameter.Numeric;

/**
 * The quantity of a numeric parameter, which decides its suffixes: units with the multipliers of
 * IEEE 488.2 table 7-2. Values are in the first unit.
 *
 * <p>Note that in that table M is milli, except before HZ and OHM, where it is mega; elsewhere mega
 * is MA. Removing the longest unit first distinguishes MA (milliampere) from MAA (mega-ampere), and
 * F (farad) from femto.
 */
public enum Quantity {
  NUMBER,
  FREQUENCY(Unit.withMega("HZ")),
  RESISTANCE(Unit.withMega("OHM")),
  VOLTAGE(Unit.scalable("V")),
  CURRENT(Unit.scalable("A")),
  /** Seconds; makers also accept SEC. */
  TIME(Unit.scalable("S"), Unit.scalable("SEC")),
  DECIBELS(Unit.plain("DB")),
  ANGLE(Unit.scalable("DEG"), Unit.scalable("RAD", StrictMath::toDegrees)),
  /** An angle for which a plain number is in radians. */
  RADIANS(Unit.scalable("RAD"), Unit.scalable("DEG", StrictMath::toRadians)),
  PERCENT(Unit.plain("PCT")),
  /** Power in dBm; watts and sinusoidal voltages across 50 Ω are converted. */
  POWER_DBM(
      Unit.plain("DBM"),
      Unit.plain("DBUV", Unit::dbmOfMicrovolts),
      Unit.plain("DBMV", level -> Unit.dbmOfMicrovolts(level + 60)),
      Unit.scalable("W", Unit::dbmOfWatts),
      Unit.scalable("V", Unit::dbmOfVolts),
      Unit.scalable("VRMS", Unit::dbmOfVolts),
      Unit.scalable("VP", peak -> Unit.dbmOfVolts(peak / Math.sqrt(2))),
      Unit.scalable("VPP", swing -> Unit.dbmOfVolts(swing / Math.sqrt(8)))),
  /** Peak of an alternating voltage. */
  PEAK_VOLTAGE(Unit.scalable("VP"), Unit.scalable("V")),
  POWER(Unit.scalable("W")),
  CAPACITANCE(Unit.scalable("F"), Unit.scalable("FAR")),
  INDUCTANCE(Unit.scalable("H")),
  TEMPERATURE(Unit.scalable("K"), Unit.plain("CEL", celsius -> celsius + 273.15));

  /** One unit: whether it takes multipliers, whether M before it is mega, and its value. */
  private record Unit(String name, boolean scalable, boolean mega, DoubleUnaryOperator value) {
    private static final double LOAD = 50;

    static Unit plain(String name) {
      return plain(name, DoubleUnaryOperator.identity());
    }

    static Unit plain(String name, DoubleUnaryOperator value) {
      return new Unit(name, false, false, value);
    }

    static Unit scalable(String name) {
      return scalable(name, DoubleUnaryOperator.identity());
    }

    static Unit scalable(String name, DoubleUnaryOperator value) {
      return new Unit(name, true, false, value);
    }

    static Unit withMega(String name) {
      return new Unit(name, true, true, DoubleUnaryOperator.identity());
    }

    static double dbmOfWatts(double watts) {
      return 30 + 10 * StrictMath.log10(watts);
    }

    static double dbmOfVolts(double volts) {
      return dbmOfWatts(volts * volts / LOAD);
    }

    static double dbmOfMicrovolts(double level) {
      return level - 90 - 10 * StrictMath.log10(LOAD);
    }
  }

  private static final int NO_MULTIPLIER = Integer.MIN_VALUE;

  private final Unit[] units;

  Quantity(Unit... units) {
    this.units = units;
  }

  /** The quantity whose first unit is this; a plain number without unit. */
  public static Quantity in(String unit) {
    return Arrays.stream(values())
        .filter(quantity -> quantity.unit().equals(unit))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no quantity is in " + unit));
  }

  /** Its first unit; empty for a plain number. */
  String unit() {
    return units.length == 0 ? "" : units[0].name;
  }

  /** The value in this quantity's first unit. */
  double value(Numeric number) {
    if (Double.isInfinite(number.value())) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    String suffix = number.suffix();
    if (suffix.isEmpty()) {
      return number.value();
    }
    if (units.length == 0) {
      throw new CommandException(StandardError.SUFFIX_NOT_ALLOWED);
    }
    Unit unit = longest(suffix);
    return unit.value.applyAsDouble(shifted(number, exponent(suffix, unit)));
  }

  /** The longest unit at the end of the suffix, after a multiplier that it allows. */
  private Unit longest(String suffix) {
    Unit longest = null;
    for (Unit unit : units) {
      boolean longer = longest == null || unit.name.length() > longest.name.length();
      if (longer && suffix.endsWith(unit.name) && exponent(suffix, unit) != NO_MULTIPLIER) {
        longest = unit;
      }
    }
    if (longest == null) {
      throw new CommandException(StandardError.INVALID_SUFFIX);
    }
    return longest;
  }

  private static int exponent(String suffix, Unit unit) {
    int length = suffix.length() - unit.name.length();
    if (length > 0 && !unit.scalable) {
      return NO_MULTIPLIER;
    }
    return switch (suffix.substring(0, length)) {
      case "" -> 0;
      case "EX" -> 18;
      case "PE" -> 15;
      case "T" -> 12;
      case "G" -> 9;
      case "MA" -> 6;
      case "M" -> unit.mega ? 6 : -3;
      case "K" -> 3;
      case "U" -> -6;
      case "N" -> -9;
      case "P" -> -12;
      case "F" -> -15;
      case "A" -> -18;
      default -> NO_MULTIPLIER;
    };
  }

  /** Shifts the decimal point, so that 1.1 MHZ and 1.1E6 HZ are exactly the same value. */
  private static double shifted(Numeric number, int exponent) {
    if (exponent == 0 || number.value() == 0) {
      return number.value();
    }
    double value = new BigDecimal(number.text()).scaleByPowerOfTen(exponent).doubleValue();
    if (Double.isInfinite(value)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return value;
  }
}
