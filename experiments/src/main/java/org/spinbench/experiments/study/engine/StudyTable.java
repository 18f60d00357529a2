package org.spinbench.experiments.study.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.csv.CsvWriter;
import org.spinbench.experiments.run.Json;

/**
 * The rows of a study in the order of the tasks, as two CSV files. The first is the same, byte by
 * byte, whatever ran the study; the second says where and when each task ran.
 */
public final class StudyTable {
  /** The file of the results. */
  public static final String RESULTS = "rows.csv";

  /** The file of the costs. */
  public static final String COSTS = "costs.csv";

  private final StudyPlan plan;
  private final List<Measure> measures;
  private final Map<Integer, StudyRow> rows;

  /** The table of a folder as it is now. */
  public StudyTable(StudyFolder folder) {
    plan = folder.plan();
    measures = folder.head().measures();
    rows = folder.rows();
  }

  /** The plan. */
  public StudyPlan plan() {
    return plan;
  }

  /** The columns of the measures. */
  public List<Measure> measures() {
    return measures;
  }

  /** The rows by task. */
  public Map<Integer, StudyRow> rows() {
    return rows;
  }

  /** The rows of a point that did not fail, seed by seed. */
  public List<StudyRow> rowsAt(int point) {
    return rows.values().stream()
        .filter(row -> row.task() % plan.points() == point && !row.hasFailed())
        .toList();
  }

  /** Number of tasks that failed. */
  public int failed() {
    return (int) rows.values().stream().filter(StudyRow::hasFailed).count();
  }

  /** Writes both files into a folder; existing ones are replaced. */
  public void write(Path folder) {
    List<List<String>> results = new ArrayList<>();
    List<List<String>> costs = new ArrayList<>();
    List<String> heads = new ArrayList<>(List.of("task", "seed"));
    heads.addAll(plan.axes().keySet());
    measures.forEach(one -> heads.add(one.name()));
    heads.addAll(List.of("failure", "configuration", "commit"));
    results.add(heads);
    costs.add(List.of("task", "host", "began", "seconds"));
    for (StudyRow row : rows.values()) {
      List<String> cells =
          new ArrayList<>(List.of(Integer.toString(row.task()), Long.toString(row.seed())));
      cells.addAll(plan.point(row.task() % plan.points()).values());
      measures.forEach(one -> cells.add(cell(row.values().get(one.name()))));
      cells.addAll(List.of(row.failure(), row.configuration(), row.commit()));
      results.add(cells);
      costs.add(
          List.of(
              Integer.toString(row.task()),
              row.cost().host(),
              row.cost().began().toString(),
              Json.write(row.cost().seconds())));
    }
    write(folder.resolve(RESULTS), results);
    write(folder.resolve(COSTS), costs);
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double ? Json.write(value) : value.toString();
  }

  private static void write(Path file, List<List<String>> lines) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      try (CsvWriter out = CsvWriter.create(fresh)) {
        lines.forEach(out::row);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + UserFile.reason(e), e);
    }
  }
}
