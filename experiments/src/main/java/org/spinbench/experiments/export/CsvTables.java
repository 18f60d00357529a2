package org.spinbench.experiments.export;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.spinbench.experiments.csv.CsvStyle;
import org.spinbench.experiments.csv.CsvWriter;

/**
 * Writes a data set as CSV files (RFC 4180): one per dimension, with one line per index. Headings
 * have units in parentheses. A variable with two dimensions has a column for each index of the
 * second. Times are ISO 8601; numbers have the fewest digits that read back exactly; missing values
 * are empty.
 */
final class CsvTables {
  private static final long NANOS = 1_000_000_000;

  private record Column(String heading, IntFunction<String> text) {}

  private final DataSet data;

  private final CsvStyle style;

  private CsvTables(DataSet data, CsvStyle style) {
    this.data = data;
    this.style = style;
  }

  /**
   * Writes new files.
   *
   * @param file of the first table; the others are in the same folder, with their dimension in the
   *     name
   * @return the files
   * @throws java.io.UncheckedIOException if one cannot be written, or exists already
   */
  static List<Path> write(Path file, DataSet data, CsvStyle style) {
    return new CsvTables(data, style).write(file);
  }

  private List<Path> write(Path file) {
    List<Path> files = new ArrayList<>();
    for (String dimension : data.sizes().keySet()) {
      if (isMeasuredAlong(dimension)) {
        Path next = files.isEmpty() ? file : beside(file, dimension + "s");
        write(next, dimension);
        files.add(next);
      }
    }
    return files;
  }

  private boolean isMeasuredAlong(String dimension) {
    return data.variables().stream()
        .anyMatch(one -> !one.coordinate() && one.dimensions().get(0).equals(dimension));
  }

  private static Path beside(Path file, String what) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot < 0 ? name : name.substring(0, dot);
    return file.resolveSibling(stem + "-" + what + (dot < 0 ? "" : name.substring(dot)));
  }

  private void write(Path file, String dimension) {
    List<Column> columns = new ArrayList<>();
    data.variables().stream()
        .filter(variable -> variable.dimensions().get(0).equals(dimension))
        .forEach(variable -> add(columns, variable));
    try (CsvWriter out = CsvWriter.create(file, style)) {
      out.row(columns.stream().map(Column::heading).toList());
      for (int i = 0; i < data.sizes().get(dimension); i++) {
        int row = i;
        out.row(columns.stream().map(column -> column.text().apply(row)).toList());
      }
    }
  }

  private void add(List<Column> columns, Variable variable) {
    if (variable.dimensions().size() == 1) {
      columns.add(new Column(heading(variable, ""), row -> text(variable, row)));
      return;
    }
    Variable places = data.variable(variable.dimensions().get(1));
    int width = places.values().count();
    for (int k = 0; k < width; k++) {
      int column = k;
      columns.add(
          new Column(
              heading(variable, " of " + text(places, k)),
              row -> text(variable, row * width + column)));
    }
  }

  private static String heading(Variable variable, String of) {
    String unit = (String) variable.attributes().getOrDefault("units", "1");
    boolean plain = unit.equals("1") || isTime(variable);
    return variable.name() + of + (plain ? "" : " (" + unit + ")");
  }

  private static boolean isTime(Variable variable) {
    return RunDataSet.TIME.equals(variable.attributes().get("units"));
  }

  private String text(Variable variable, int index) {
    Values values = variable.values();
    if (values instanceof Values.Numbers numbers) {
      double number = numbers.values()[index];
      return Double.isNaN(number) ? "" : style.text(number);
    }
    if (values instanceof Values.Integers integers) {
      long number = integers.values()[index];
      return isTime(variable)
          ? Instant.ofEpochSecond(Math.floorDiv(number, NANOS), Math.floorMod(number, NANOS))
              .toString()
          : Long.toString(number);
    }
    return ((Values.Texts) values).values()[index];
  }
}
