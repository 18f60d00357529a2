package org.spinbench.experiments.run;

import java.util.List;
import java.util.Map;

/**
 * The size of a run file at some moment. Rows are only ever added, so that the extent separates
 * earlier from later ones.
 *
 * @param rows number of rows of each table
 * @param documents names of the documents, in order, without the end
 */
public record Extent(Map<String, Long> rows, List<String> documents) {
  long rows(String table) {
    return rows.getOrDefault(table, 0L);
  }
}
