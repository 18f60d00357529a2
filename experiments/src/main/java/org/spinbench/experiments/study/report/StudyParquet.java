package org.spinbench.experiments.study.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyRow;
import org.spinbench.experiments.study.engine.StudyTable;
import org.spinbench.experiments.study.report.ParquetColumn.Kind;

/**
 * The rows of a study as Parquet: the columns of its {@code rows.csv} with their types. The values
 * do not depend on what ran the study.
 */
public final class StudyParquet {
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
  private static final Pattern SWITCH = Pattern.compile("true|false");

  private final Collection<StudyRow> rows;
  private final List<ParquetColumn> columns = new ArrayList<>();

  private StudyParquet(StudyTable table) {
    rows = table.rows().values();
    int points = table.plan().points();
    add("task", Kind.INTEGER, StudyRow::task);
    add("seed", Kind.LONG, StudyRow::seed);
    table
        .plan()
        .axes()
        .forEach(
            (axis, values) -> {
              Kind kind = kind(values);
              add(
                  axis,
                  kind,
                  row -> value(kind, table.plan().point(row.task() % points).get(axis)));
            });
    for (Measure measure : table.measures()) {
      add(measure.name(), kind(measure), row -> row.values().get(measure.name()));
    }
    add("failure", Kind.TEXT, row -> row.hasFailed() ? row.failure() : null);
    add("configuration", Kind.TEXT, StudyRow::configuration);
    add("commit", Kind.TEXT, StudyRow::commit);
  }

  /**
   * Writes the rows that a study has now, in the order of the tasks.
   *
   * @throws java.io.UncheckedIOException if the file cannot be written, or exists already
   */
  public static void write(StudyTable table, Path file) {
    ParquetWriter.write(file, new StudyParquet(table).columns);
  }

  /** An axis may have the name of a column; as pandas does, the later one gets a number. */
  private void add(String name, Kind kind, Function<StudyRow, Object> value) {
    String free = name;
    for (int n = 1; isTaken(free); n++) {
      free = name + "." + n;
    }
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(value.apply(row)));
    columns.add(new ParquetColumn(free, kind, values));
  }

  private boolean isTaken(String name) {
    return columns.stream().anyMatch(one -> one.name().equals(name));
  }

  private static Kind kind(List<String> axis) {
    if (axis.stream().allMatch(one -> SWITCH.matcher(one).matches())) {
      return Kind.SWITCH;
    }
    return axis.stream().allMatch(one -> DECIMAL.matcher(one).matches()) ? Kind.NUMBER : Kind.TEXT;
  }

  private static Object value(Kind kind, String text) {
    return switch (kind) {
      case SWITCH -> Boolean.valueOf(text);
      case NUMBER -> Double.valueOf(text);
      default -> text;
    };
  }

  private static Kind kind(Measure measure) {
    return switch (measure.kind()) {
      case NUMBER, UNTIL -> Kind.NUMBER;
      case YES_NO -> Kind.SWITCH;
      case TEXT -> Kind.TEXT;
    };
  }
}
