package org.spinbench.experiments.run;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Of which damaged file a run file was saved, and what it lacks.
 *
 * @param from name of the damaged file
 * @param lost how many rows of each table are certainly lost; null where the version that saved the
 *     file did not note it
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
                ? "no row between those that are there was lost"
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
