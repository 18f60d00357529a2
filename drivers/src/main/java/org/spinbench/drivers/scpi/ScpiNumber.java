package org.spinbench.drivers.scpi;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as they stand in messages: decimal numeric data of IEEE 488.2 (sections 7.7.2 and 8.7.2
 * to 8.7.4). Locale plays no part.
 */
public final class ScpiNumber {
  private static final double OVERFLOW = 9.9e37;
  private static final double NOT_A_NUMBER = 9.91e37;
  private static final double EXACT_INTEGERS = 1e15;

  private ScpiNumber() {}

  /**
   * The shortest text that reads back to the same double; an integer is written as an integer.
   *
   * @throws IllegalArgumentException for a number that is infinite or not a number
   */
  public static String format(double value) {
    requireFinite(value);
    if (value == Math.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
      return shorter(Long.toString((long) value), shorten(Double.toString(value)));
    }
    return shorten(Double.toString(value));
  }

  /**
   * The multiple of the resolution nearest to the value, in decimal and without rounding error: an
   * instrument that takes steps of 0.001 is sent 0.3, never 0.30000000000000004. Halves go away
   * from zero.
   *
   * @param resolution the instrument's step, in the unit of the value, greater than zero
   * @throws IllegalArgumentException for a number that is infinite or not a number
   */
  public static String format(double value, double resolution) {
    requireFinite(value);
    requireFinite(resolution);
    if (resolution <= 0) {
      throw new IllegalArgumentException("the resolution " + resolution + " is not above zero");
    }
    BigDecimal step = BigDecimal.valueOf(resolution);
    BigDecimal steps = BigDecimal.valueOf(value).divide(step, 0, RoundingMode.HALF_UP);
    return format(steps.multiply(step).doubleValue());
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
    double value = Double.parseDouble(number);
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

  private static void requireFinite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " cannot be sent to an instrument");
    }
  }

  /** Takes the empty fraction out of texts such as 1.0E10. */
  private static String shorten(String text) {
    int exponent = text.indexOf('E');
    String mantissa = exponent < 0 ? text : text.substring(0, exponent);
    if (!mantissa.endsWith(".0")) {
      return text;
    }
    String rest = exponent < 0 ? "" : text.substring(exponent);
    return mantissa.substring(0, mantissa.length() - 2) + rest;
  }

  private static String shorter(String a, String b) {
    return b.length() < a.length() ? b : a;
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
