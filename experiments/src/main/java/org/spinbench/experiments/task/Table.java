package org.spinbench.experiments.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.csv.CsvException;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.csv.CsvRow;

/**
 * Samples in CSV, one per line, as text. The first line has the names of the columns if it contains
 * no number; otherwise they are 1, 2, 3 and so on.
 */
final class Table {
  private final String source;
  private List<String> names = List.of();
  private final List<CsvRow> rows = new ArrayList<>();

  private Table(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file, the line and the problem
   */
  static Table read(Path file) {
    try (CsvReader in = CsvReader.open(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a text.
   *
   * @param source its name in messages
   */
  static Table of(String text, String source) {
    try (CsvReader in = CsvReader.of(text, source)) {
      return read(in, source);
    }
  }

  private static Table read(CsvReader in, String source) {
    Table table = new Table(source);
    for (CsvRow row = in.next(); row != null; row = in.next()) {
      table.add(row, in);
    }
    if (table.rows.isEmpty()) {
      throw new CsvException(source + " holds no samples");
    }
    return table;
  }

  private void add(CsvRow row, CsvReader in) {
    if (!names.isEmpty()) {
      rows.add(row);
    } else if (IntStream.range(0, row.size()).noneMatch(row::isNumber)) {
      names = row.texts();
      in.headings(row);
      if (new HashSet<>(names).size() < names.size()) {
        throw row.refused("a column's name is given twice: " + String.join(", ", names));
      }
    } else {
      names = IntStream.rangeClosed(1, row.size()).mapToObj(Integer::toString).toList();
      rows.add(row);
    }
  }

  /** Names of the columns. */
  List<String> names() {
    return names;
  }

  /** Number of samples. */
  int size() {
    return rows.size();
  }

  /**
   * The index of a column.
   *
   * @throws IllegalArgumentException naming the existing columns
   */
  int column(String name) {
    int column = names.indexOf(name);
    if (column < 0) {
      throw new CsvException(
          source + " has no column \"" + name + "\"; " + Spelling.choices(name, names));
    }
    return column;
  }

  /**
   * The texts of a column; none is empty.
   *
   * @throws IllegalArgumentException naming the line
   */
  String[] text(int column) {
    for (CsvRow row : rows) {
      if (row.text(column).isEmpty()) {
        throw row.refused(column, "empty");
      }
    }
    return rows.stream().map(row -> row.text(column)).toArray(String[]::new);
  }

  /**
   * The numbers of a column.
   *
   * @throws IllegalArgumentException naming the line and its text
   */
  double[] numbers(int column) {
    return rows.stream().mapToDouble(row -> row.number(column)).toArray();
  }

  /**
   * Keeps only the samples that have one of these texts in a column.
   *
   * @throws IllegalArgumentException naming a text that no sample has
   */
  void keep(int column, List<String> texts) {
    for (String text : texts) {
      if (rows.stream().noneMatch(row -> row.text(column).equals(text))) {
        throw new CsvException(
            source + ": no sample has \"" + text + "\" in column " + names.get(column));
      }
    }
    rows.removeIf(row -> !texts.contains(row.text(column)));
  }
}
