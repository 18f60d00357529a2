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

  /** Number of the line in the file, from 1: the first, where a field goes over several. */
  public int line() {
    return line;
  }

  /** Number of columns. */
  public int size() {
    return fields.length;
  }

  /** What stands in a column, without quotation marks and without blanks around it. */
  public String text(int column) {
    return fields[column];
  }

  /** What stands in all columns. */
  public List<String> texts() {
    return List.of(fields);
  }

  /** Whether a number stands in a column. */
  public boolean isNumber(int column) {
    return reader.numbers().isNumber(fields[column]);
  }

  /**
   * The number in a column.
   *
   * @throws CsvException if there is none that is finite, or if it is not clear which
   */
  public double number(int column) {
    try {
      return reader.numbers().parse(fields[column], line);
    } catch (IllegalArgumentException e) {
      String text = fields[column];
      throw refused(column, text.isEmpty() ? "empty; a number is expected" : e.getMessage());
    }
  }

  /** The exception that says what is wrong with a column of this line. */
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

  /** The exception that says what is wrong with this line. */
  public CsvException refused(String problem) {
    return new CsvException(reader.origin() + ", line " + line + ": " + problem);
  }
}
