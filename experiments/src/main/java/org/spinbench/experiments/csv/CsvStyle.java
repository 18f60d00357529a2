package org.spinbench.experiments.csv;

/**
 * How a CSV file is written, for spreadsheets that take its numbers as the computer's country does.
 *
 * @param delimiter between fields: a comma, a semicolon or a tabulator
 * @param decimal sign of numbers: a point or a comma
 * @param marked whether the file begins with a byte order mark, by which spreadsheets recognise
 *     UTF-8
 */
public record CsvStyle(char delimiter, char decimal, boolean marked) {
  /** RFC 4180, as this program reads it. */
  public static final CsvStyle STANDARD = new CsvStyle(',', '.', false);

  public CsvStyle {
    require(decimal, ".,", "decimal sign", "a point or a comma");
    require(delimiter, ",;\t", "delimiter", "a comma, a semicolon or a tabulator");
    if (delimiter == decimal) {
      throw new IllegalArgumentException(
          "the delimiter and the decimal sign are both \""
              + decimal
              + "\", so no reader could tell numbers apart; choose another delimiter, such as ;");
    }
  }

  private static void require(char sign, String possible, String what, String expected) {
    if (possible.indexOf(sign) < 0) {
      throw new IllegalArgumentException("\"" + sign + "\" is no " + what + "; give " + expected);
    }
  }

  /** The style that a spreadsheet expects where numbers have this decimal sign. */
  public static CsvStyle ofDecimal(char decimal) {
    return new CsvStyle(decimal == ',' ? ';' : ',', decimal, true);
  }

  /** The fewest digits that read back exactly, with the decimal sign. */
  public String text(double number) {
    return Double.toString(number).replace('.', decimal);
  }
}
