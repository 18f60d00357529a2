package org.spinbench.experiments.csv;

import java.util.Optional;

/**
 * How a CSV file is written, as far as somebody says so; the file shows the rest.
 *
 * @param delimiter what separates columns
 * @param decimal what decimals stand behind, a point or a comma
 */
public record CsvFormat(Optional<Character> delimiter, Optional<Character> decimal) {
  /** As {@link CsvWriter} writes. */
  public static final CsvFormat COMMAS = new CsvFormat(Optional.of(','), Optional.of('.'));

  /** All of it is shown by the file. */
  public static final CsvFormat DETECTED = new CsvFormat(Optional.empty(), Optional.empty());
}
