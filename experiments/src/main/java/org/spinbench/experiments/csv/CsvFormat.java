package org.spinbench.experiments.csv;

import java.util.Optional;

/**
 * The format of a CSV file as far as it is given; the rest is detected.
 *
 * @param delimiter between columns
 * @param decimal separator of decimals, a point or a comma
 */
public record CsvFormat(Optional<Character> delimiter, Optional<Character> decimal) {
  /** The format of {@link CsvWriter}. */
  public static final CsvFormat COMMAS = new CsvFormat(Optional.of(','), Optional.of('.'));

  /** Everything is detected. */
  public static final CsvFormat DETECTED = new CsvFormat(Optional.empty(), Optional.empty());
}
