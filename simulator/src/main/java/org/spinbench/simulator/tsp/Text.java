package org.spinbench.simulator.tsp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats values as text. */
final class Text {
  private static final double EXACT_INTEGERS = 1e14;
  private static final int LONGEST_QUOTE = 40;

  /** Digits of a number that is concatenated with a string. */
  private static final MathContext JOINED = new MathContext(14);

  private Text() {}

  /**
   * The value as {@code print} formats it: numbers with that many digits, in scientific notation.
   */
  static String printed(Object value, int digits) {
    return value instanceof Double number ? scientific(number, digits) : plain(value);
  }

  static String scientific(double value, int digits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
  }

  /** The value as {@code tostring} formats it. */
  static String plain(Object value) {
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof TspTable table) {
      return "table: " + table.name();
    }
    return value instanceof TspFunction ? "function" : value == null ? "nil" : value.toString();
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (value == StrictMath.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
      return Long.toString((long) value);
    }
    return new BigDecimal(value)
        .round(JOINED)
        .stripTrailingZeros()
        .toString()
        .toLowerCase(Locale.ROOT);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  /** A piece of a script, quoted for a message. */
  static String quoted(String piece) {
    StringBuilder text = new StringBuilder("`");
    for (int i = 0; i < Math.min(piece.length(), LONGEST_QUOTE); i++) {
      char c = piece.charAt(i);
      text.append(c < ' ' || c > '~' || c == '"' ? '.' : c);
    }
    return text.append('\'').toString();
  }

  /** The type of a value, for messages. */
  static String kind(Object value) {
    if (value == null) {
      return "nil";
    }
    if (value instanceof Double) {
      return "number";
    }
    if (value instanceof TspTable) {
      return "table";
    }
    return value instanceof String ? "string" : value instanceof Boolean ? "boolean" : "function";
  }
}
