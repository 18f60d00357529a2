package org.spinbench.experiments.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A text file of values separated by commas, one sample a line, as text. The first line names the
 * columns if it holds no number; otherwise they are called 1, 2, 3 and so on. Empty lines and lines
 * that begin with {@code #} are passed over; a file whose name ends in {@code .gz} is unpacked.
 */
final class Table {
  private final Path file;
  private List<String> names = List.of();
  private final List<Row> rows = new ArrayList<>();

  /** A line with its number in the file. */
  private record Row(int line, String[] fields) {}

  private Table(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file, the line and what is wrong there
   */
  static Table read(Path file) {
    Table table = new Table(file);
    try (BufferedReader in = open(file)) {
      int number = 0;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        if (!text.isBlank() && !text.startsWith("#")) {
          table.add(new Row(number, fields(text)));
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
    if (table.rows.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no samples");
    }
    return table;
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
  }

  private static String[] fields(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toArray(String[]::new);
  }

  private void add(Row row) {
    if (!names.isEmpty()) {
      if (row.fields().length != names.size()) {
        String problem = row.fields().length + " columns, but " + names.size() + " in the first";
        throw wrong(row.line(), problem);
      }
      rows.add(row);
    } else if (Arrays.stream(row.fields()).noneMatch(Table::isNumber)) {
      names = List.of(row.fields());
      if (new HashSet<>(names).size() < names.size()) {
        throw wrong(row.line(), "a column's name is given twice: " + String.join(", ", names));
      }
    } else {
      names = IntStream.rangeClosed(1, row.fields().length).mapToObj(Integer::toString).toList();
      rows.add(row);
    }
  }

  private static boolean isNumber(String text) {
    try {
      Double.parseDouble(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
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
   * The place of a column.
   *
   * @throws IllegalArgumentException naming the columns that there are
   */
  int column(String name) {
    int column = names.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(
          file + " has no column \"" + name + "\"; there are " + String.join(", ", names));
    }
    return column;
  }

  /**
   * The text of a column, none of it empty.
   *
   * @throws IllegalArgumentException naming the line
   */
  String[] text(int column) {
    String[] text = new String[size()];
    for (int i = 0; i < text.length; i++) {
      text[i] = rows.get(i).fields()[column];
      if (text[i].isEmpty()) {
        throw wrong(rows.get(i).line(), "column " + names.get(column) + " is empty");
      }
    }
    return text;
  }

  /**
   * The numbers of a column.
   *
   * @throws IllegalArgumentException naming the line and what stands there instead
   */
  double[] numbers(int column) {
    double[] numbers = new double[size()];
    for (int i = 0; i < numbers.length; i++) {
      String text = rows.get(i).fields()[column];
      int line = rows.get(i).line();
      if (!isNumber(text)) {
        throw wrong(line, "column " + names.get(column) + ": '" + text + "' is not a number");
      }
      numbers[i] = Double.parseDouble(text);
      if (!Double.isFinite(numbers[i])) {
        throw wrong(line, "column " + names.get(column) + ": " + text + " is not finite");
      }
    }
    return numbers;
  }

  /**
   * Keeps the samples that have one of these texts in a column.
   *
   * @throws IllegalArgumentException naming a text that no sample has
   */
  void keep(int column, List<String> texts) {
    for (String text : texts) {
      if (rows.stream().noneMatch(row -> row.fields()[column].equals(text))) {
        throw new IllegalArgumentException(
            file + ": no sample has \"" + text + "\" in column " + names.get(column));
      }
    }
    rows.removeIf(row -> !texts.contains(row.fields()[column]));
  }

  private IllegalArgumentException wrong(int line, String problem) {
    return new IllegalArgumentException(file + ", line " + line + ": " + problem);
  }
}
