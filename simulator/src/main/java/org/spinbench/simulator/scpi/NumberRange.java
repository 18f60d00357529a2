package org.spinbench.simulator.scpi;

/**
 * The allowed values of a numeric parameter.
 *
 * @param quantity its quantity, which decides the units
 * @param min smallest value, also for {@code MIN}
 * @param max largest value, also for {@code MAX}; infinite if {@code INF} is allowed
 * @param preset value for {@code DEF}
 */
public record NumberRange(Quantity quantity, double min, double max, double preset) {
  double value(Parameter parameter) {
    return checked(
        parameter instanceof Parameter.Numeric number
            ? quantity.value(number)
            : named(Call.word(parameter, StandardError.NUMERIC_DATA_ERROR)));
  }

  double checked(double value) {
    if (!(value >= min && value <= max)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return value;
  }

  double named(String word) {
    return switch (word) {
      case "MIN", "MINIMUM" -> min;
      case "MAX", "MAXIMUM" -> max;
      case "DEF", "DEFAULT" -> preset;
      case "INF", "INFINITY" -> Double.POSITIVE_INFINITY;
      case "NINF", "NINFINITY" -> Double.NEGATIVE_INFINITY;
      default -> throw new CommandException(StandardError.INVALID_CHARACTER_DATA);
    };
  }
}
