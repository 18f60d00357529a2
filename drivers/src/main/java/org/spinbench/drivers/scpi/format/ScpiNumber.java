package org.spinbench.drivers.scpi.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as they stand in messages: decimal numeric data of IEEE 488.2 (sections 7.7.2 and 8.7.2
 * to 8.7.4). Locale plays no part.
 */
public final class ScpiNumber {
  private static final double OVERFLOW = 9.9e37;
  private static final double NOT_A_NUMBER = 9.91e37;

  /** Decimals of at most this number of digits read back to different doubles (IEEE 754). */
  private static final int CERTAIN_DIGITS = 15;

  private static final int MOST_DIGITS = 17;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** A power of two has a wider gap above than below, so the decimal above it may be the one. */
  private static final RoundingMode[] NEAREST_FIRST = {RoundingMode.HALF_EVEN, RoundingMode.UP};

  private ScpiNumber() {}

  /**
   * The text with the fewest digits that reads back to the same double: plain from 0.001 to below
   * 10 million ({@code 300000}, {@code 0.0015}), beyond that with an exponent ({@code 5E9}, {@code
   * 2.5E-6}) unless an integer is no longer without; negative zero is 0. The text does not depend
   * on the Java version, as {@link Double#toString(double)} does before Java 19.
   *
   * @throws IllegalArgumentException for a number that is infinite or not a number
   */
  public static String format(double value) {
    return text(decimal(value));
  }

  /**
   * The text of the value times a power of ten, without rounding error: 2.45E9 shifted by -6 is
   * 2450.
   *
   * @throws IllegalArgumentException for a number that is infinite or not a number
   */
  public static String formatShifted(double value, int decades) {
    return text(decimal(value).scaleByPowerOfTen(decades));
  }

  /**
   * Parses as {@link #parse} and multiplies by a power of ten, without rounding error.
   *
   * @throws IllegalArgumentException if the text is not one number
   */
  public static double parseShifted(String text, int decades) {
    double value = parse(text);
    return decades == 0 || !Double.isFinite(value)
        ? value
        : new BigDecimal(text.strip()).scaleByPowerOfTen(decades).doubleValue();
  }

  /**
   * Parses a reply that is one number, strictly: optional sign, digits with an optional point,
   * optional exponent; blanks around it are allowed, nothing else is.
   *
   * @return the number; positive or negative infinity for SCPI's overflow 9.9E37 and -9.9E37, NaN
   *     for SCPI's not-a-number 9.91E37
   * @throws IllegalArgumentException if the text is anything else
   */
  public static double parse(String text) {
    String number = text.strip();
    requireDecimal(number);
    double value = isBrief(number) ? brief(number) : Double.parseDouble(number);
    if (Math.abs(value) == OVERFLOW) {
      return Math.copySign(Double.POSITIVE_INFINITY, value);
    }
    if (value == NOT_A_NUMBER) {
      return Double.NaN;
    }
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("\"" + text + "\" is too large for a number");
    }
    return value;
  }

  /**
   * Parses numbers between commas; a comma behind the last one counts for nothing.
   *
   * @throws IllegalArgumentException if anything else stands there
   */
  public static double[] parseList(String text) {
    String[] numbers = text.split(",", -1);
    boolean trailing = numbers.length > 1 && numbers[numbers.length - 1].isBlank();
    double[] values = new double[trailing ? numbers.length - 1 : numbers.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = parse(numbers[k]);
    }
    return values;
  }

  /** The decimal with the fewest digits that reads back to the value, and of those the nearest. */
  private static BigDecimal decimal(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " cannot be sent to an instrument");
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    if (decimal.precision() <= CERTAIN_DIGITS) {
      return decimal;
    }
    BigDecimal exact = new BigDecimal(value);
    for (int digits = CERTAIN_DIGITS; digits < MOST_DIGITS; digits++) {
      for (RoundingMode mode : NEAREST_FIRST) {
        decimal = exact.round(new MathContext(digits, mode));
        if (decimal.doubleValue() == value) {
          return decimal;
        }
      }
    }
    return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
  }

  /** Plain from 0.001 to below 10 million, and for integers where that is not longer. */
  private static String text(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    if (exponent >= -3 && exponent < 7) {
      return stripped.toPlainString();
    }
    String scientific = scientific(stripped, exponent);
    boolean integer = stripped.scale() <= 0 && exponent < CERTAIN_DIGITS;
    if (integer && exponent + 1 <= scientific.length() - (stripped.signum() < 0 ? 1 : 0)) {
      return stripped.toPlainString();
    }
    return scientific;
  }

  private static String scientific(BigDecimal stripped, int exponent) {
    StringBuilder text = new StringBuilder(stripped.unscaledValue().abs().toString());
    if (text.length() > 1) {
      text.insert(1, '.');
    }
    if (stripped.signum() < 0) {
      text.insert(0, '-');
    }
    return text.append('E').append(exponent).toString();
  }

  /** True for a decimal of no more than 15 digits without an exponent. */
  private static boolean isBrief(String decimal) {
    return decimal.length() <= CERTAIN_DIGITS
        && decimal.indexOf('E') < 0
        && decimal.indexOf('e') < 0;
  }

  /**
   * The value of so few digits that they, and the power of ten that the point divides them by, are
   * doubles; then the quotient is the double that is nearest to the decimal (W. D. Clinger, "How to
   * read floating point numbers accurately", doi:10.1145/93542.93557).
   */
  private static double brief(String decimal) {
    long digits = 0;
    int point = decimal.length();
    for (int i = 0; i < decimal.length(); i++) {
      char c = decimal.charAt(i);
      if (c == '.') {
        point = i + 1;
      } else if (c >= '0' && c <= '9') {
        digits = 10 * digits + c - '0';
      }
    }
    double value = digits / POWERS_OF_TEN[decimal.length() - point];
    return decimal.charAt(0) == '-' ? -value : value;
  }

  private static void requireDecimal(String text) {
    int mantissa = skipSign(text, 0);
    int fraction = skipDigits(text, mantissa);
    int end = fraction;
    int digits = fraction - mantissa;
    if (end < text.length() && text.charAt(end) == '.') {
      end = skipDigits(text, fraction + 1);
      digits += end - fraction - 1;
    }
    boolean right = digits > 0;
    if (end < text.length() && (text.charAt(end) == 'E' || text.charAt(end) == 'e')) {
      int exponent = skipSign(text, end + 1);
      end = skipDigits(text, exponent);
      right &= end > exponent;
    }
    if (!right || end != text.length()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a decimal number");
    }
  }

  private static int skipSign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
  }

  private static int skipDigits(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
