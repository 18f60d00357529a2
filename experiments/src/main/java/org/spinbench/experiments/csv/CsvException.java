package org.spinbench.experiments.csv;

/** A CSV file that cannot be used. Names the file, the line, the column and the problem. */
public final class CsvException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public CsvException(String message) {
    super(message);
  }

  CsvException(String message, Throwable cause) {
    super(message, cause);
  }
}
