package org.spinbench.experiments.csv;

import java.util.regex.Pattern;

/**
 * Reads the numbers of one file, whose decimals stand behind a point or behind a comma, but not
 * behind both: what could be another number than the one that was meant is refused.
 */
final class CsvNumbers {
  private static final Pattern COMMA = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");

  /** May be a decimal comma, or one that groups thousands. */
  private static final Pattern EITHER = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");

  private static final String USE_POINTS = "; write numbers with a decimal point";

  private final char delimiter;
  private final boolean comma;
  private String seenPoint = "";
  private String seenComma = "";

  /**
   * Numbers of which none was read yet.
   *
   * @param delimiter what separates columns
   * @param comma whether it is known that decimals stand behind a comma
   */
  CsvNumbers(char delimiter, boolean comma) {
    this.delimiter = delimiter;
    this.comma = comma;
  }

  /** Whether a text is a number only if its comma is a decimal comma. */
  static boolean tellsComma(String text) {
    return COMMA.matcher(text).matches() && !EITHER.matcher(text).matches();
  }

  /** Whether a text is a number without a comma. */
  static boolean isPlain(String text) {
    if (text.isEmpty() || "dDfF".indexOf(text.charAt(text.length() - 1)) >= 0) {
      return false; // Java takes 1d for a number
    }
    try {
      Double.parseDouble(text);
      return text.indexOf('x') < 0 && text.indexOf('X') < 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether a text looks like a number, though perhaps one that is refused. */
  boolean isNumber(String text) {
    return isPlain(text) || delimiter != ',' && COMMA.matcher(text).matches();
  }

  /**
   * The number that a text says.
   *
   * @param line where it stands, for what is said of later numbers
   * @throws IllegalArgumentException with what is wrong; it names neither file nor place
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
          "'" + text + "' holds a comma, which separates columns here" + USE_POINTS);
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
