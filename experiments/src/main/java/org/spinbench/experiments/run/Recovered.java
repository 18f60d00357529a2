package org.spinbench.experiments.run;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The damaged file from which a run file was recovered, and its losses.
 *
 * @param from name of the damaged file
 * @param lost number of rows of each table that are certainly lost; null if the version that
 *     recovered the file did not record it
 */
public record Recovered(String from, Map<String, Long> lost) {
  /** Name of the document. */
  public static final String DOCUMENT = "recovered";

  /** For people. */
  public String text() {
    String rows =
        lost == null
            ? "how much of it was lost is not known"
            : lost.isEmpty()
                ? "no row within a table was lost"
                : "lost for certain: "
                    + lost.entrySet().stream()
                        .map(table -> table.getValue() + " rows of " + table.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
    return "saved from the damaged "
        + from
        + "; "
        + rows
        + "; rows after the last one of a table may be lost, too";
  }
}
