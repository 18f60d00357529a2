package org.spinbench.experiments.run;

import java.util.List;
import java.util.Map;

/**
 * How much a run file held at some moment. Rows are only ever added, so that what it held then can
 * be told from what came later.
 *
 * @param rows how many rows each table had
 * @param documents names of the documents, in order, without the end
 */
public record Extent(Map<String, Long> rows, List<String> documents) {
  long rows(String table) {
    return rows.getOrDefault(table, 0L);
  }
}
