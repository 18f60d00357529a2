package org.spinbench.experiments.csv;

import java.util.List;

/** One line of a CSV file; columns are counted from 0, in messages from 1. */
public final class CsvRow {
  private final CsvReader reader;
  private final int line;
  private final String[] fields;

  CsvRow(CsvReader reader, int line, List<String> fields) {
    this.reader = reader;
    this.line = line;
    this.fields = fields.toArray(String[]::new);
  }

  /** Number of the line in the file, from 1; the first if a field contains line ends. */
  public int line() {
    return line;
  }

  public int size() {
    return fields.length;
  }

  /** The text in a column, without quotation marks and surrounding blanks. */
  public String text(int column) {
    return fields[column];
  }

  /** The texts in all columns. */
  public List<String> texts() {
    return List.of(fields);
  }

  /** Whether a column contains a number. */
  public boolean isNumber(int column) {
    return reader.numbers().isNumber(fields[column]);
  }

  /**
   * The number in a column.
   *
   * @throws CsvException if it is not a finite number, or is ambiguous
   */
  public double number(int column) {
    try {
      return reader.numbers().parse(fields[column], line);
    } catch (IllegalArgumentException e) {
      String text = fields[column];
      throw refused(column, text.isEmpty() ? "empty; a number is expected" : e.getMessage());
    }
  }

  /** An exception about a column of this line. */
  public CsvException refused(int column, String problem) {
    return new CsvException(
        reader.origin()
            + ", line "
            + line
            + ", column "
            + (column + 1)
            + reader.heading(column)
            + ": "
            + problem);
  }

  /** An exception about this line. */
  public CsvException refused(String problem) {
    return new CsvException(reader.origin() + ", line " + line + ": " + problem);
  }
}
