package org.spinbench.experiments.csv;

import java.util.regex.Pattern;

/**
 * Parses the numbers of one file, whose decimal separator is a point or a comma, but not both. An
 * ambiguous number is refused.
 */
final class CsvNumbers {
  private static final Pattern COMMA = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");

  /** May have a decimal comma, or a comma between groups of digits. */
  private static final Pattern EITHER = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");

  private static final String USE_POINTS = "; write numbers with a decimal point";

  private final char delimiter;
  private final boolean comma;
  private String seenPoint = "";
  private String seenComma = "";

  /**
   * No numbers yet.
   *
   * @param delimiter between columns
   * @param comma whether a decimal comma is known
   */
  CsvNumbers(char delimiter, boolean comma) {
    this.delimiter = delimiter;
    this.comma = comma;
  }

  /** Whether a text is a number only with a decimal comma. */
  static boolean hasDecimalComma(String text) {
    return COMMA.matcher(text).matches() && !EITHER.matcher(text).matches();
  }

  /** Whether a text is a number without a comma. */
  static boolean isPlain(String text) {
    if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
      return false; // Java would accept 1d as a number
    }
    try {
      Double.parseDouble(text);
      return text.indexOf('x') < 0 && text.indexOf('X') < 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether a text looks like a number, possibly a refused one. */
  boolean isNumber(String text) {
    return isPlain(text) || delimiter != ',' && COMMA.matcher(text).matches();
  }

  /**
   * Parses a number.
   *
   * @param line of the number, for messages about later ones
   * @throws IllegalArgumentException with the problem, without file and place
   */
  double parse(String text, int line) {
    double value;
    if (isPlain(text)) {
      value = Double.parseDouble(text);
      notePoint(text, line);
    } else if (COMMA.matcher(text).matches()) {
      noteComma(text, line);
      value = Double.parseDouble(text.replace(',', '.'));
    } else {
      throw new IllegalArgumentException("'" + text + "' is not a number" + why(text));
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("'" + text + "' is not finite");
    }
    return value;
  }

  private static String why(String text) {
    boolean grouped = text.matches("[+-]?\\d[\\d., ']*") && text.matches(".*[., '].*");
    return grouped ? "; remove the separators that group its digits" : "";
  }

  private void notePoint(String text, int line) {
    if (text.indexOf('.') < 0) {
      return;
    }
    if (!seenComma.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' has a decimal point, but " + seenComma + " a decimal comma");
    }
    if (seenPoint.isEmpty()) {
      seenPoint = text + " in line " + line;
    }
  }

  private void noteComma(String text, int line) {
    if (delimiter == ',') {
      throw new IllegalArgumentException(
          "'" + text + "' contains a comma, which separates columns here" + USE_POINTS);
    }
    if (!seenPoint.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' has a comma, but " + seenPoint + " a decimal point");
    }
    if (!comma && EITHER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' may be "
              + text.replace(',', '.')
              + " or "
              + text.replace(",", "")
              + USE_POINTS);
    }
    if (seenComma.isEmpty()) {
      seenComma = text + " in line " + line;
    }
  }
}
