package org.spinbench.simulator.scpi;

/**
 * The values that a numeric parameter takes.
 *
 * @param quantity what it measures
 * @param min smallest value, also what {@code MIN} means
 * @param max largest value, also what {@code MAX} means; infinite where {@code INF} is allowed
 * @param preset what {@code DEF} means
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
