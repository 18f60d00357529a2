package org.spinbench.experiments.drone.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Spectra as comma-separated text: the class of a row, optionally the number of its transmitter,
 * then its powers.
 *
 * <p>The class is a name or a number; classes are labelled in the order of their names, numbers
 * first and by value. A header is optional: {@code class,p0,p1,...}; only a header whose second
 * column is {@code transmitter} says that there are transmitters. Empty lines and lines that begin
 * with {@code #} are passed over.
 */
final class CsvSpectra {
  private static final String TRANSMITTER = "transmitter";

  private record Row(int line, String className, int transmitter, double[] powers) {}

  private record Table(String source, boolean transmitters, List<Row> rows) {}

  private CsvSpectra() {}

  static Spectra read(Path file) {
    Table table = table(file);
    return spectra(table, names(table));
  }

  static SpectraSplit read(Path train, Path test) {
    Table trainTable = table(train);
    Table testTable = table(test);
    List<String> names = names(trainTable);
    return new SpectraSplit(spectra(trainTable, names), spectra(testTable, names));
  }

  private static List<String> names(Table table) {
    TreeSet<String> names =
        new TreeSet<>(
            Comparator.comparing((String name) -> !isWhole(name))
                .thenComparing(name -> isWhole(name) ? Long.parseLong(name) : 0L)
                .thenComparing(Comparator.naturalOrder()));
    table.rows().forEach(row -> names.add(row.className()));
    return List.copyOf(names);
  }

  private static boolean isWhole(String name) {
    return name.matches("\\d{1,9}");
  }

  private static Spectra spectra(Table table, List<String> names) {
    int rows = table.rows().size();
    double[][] powers = new double[rows][];
    int[] labels = new int[rows];
    int[] transmitters = new int[table.transmitters() ? rows : 0];
    for (int i = 0; i < rows; i++) {
      Row row = table.rows().get(i);
      powers[i] = row.powers();
      labels[i] = names.indexOf(row.className());
      if (labels[i] < 0) {
        throw new SpectraException(
            at(table.source(), row.line()),
            "class '" + row.className() + "' is none of the training file's: " + names);
      }
      if (table.transmitters()) {
        transmitters[i] = row.transmitter();
      }
    }
    return new Spectra(table.source(), names, powers, labels, transmitters);
  }

  private static Table table(Path file) {
    List<String> lines = lines(file);
    boolean transmitters = false;
    boolean first = true;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
        continue;
      }
      String[] fields = lines.get(i).split(",", -1);
      if (first && isHeader(fields)) {
        transmitters = fields[1].strip().equalsIgnoreCase(TRANSMITTER);
      } else {
        Row row = row(at(file.toString(), i + 1), i + 1, fields, transmitters);
        checkLength(file, rows, row);
        rows.add(row);
      }
      first = false;
    }
    return new Table(file.toString(), transmitters, rows);
  }

  private static void checkLength(Path file, List<Row> rows, Row row) {
    if (!rows.isEmpty() && rows.get(0).powers().length != row.powers().length) {
      throw new SpectraException(
          at(file.toString(), row.line()),
          row.powers().length
              + " powers, but "
              + rows.get(0).powers().length
              + " in line "
              + rows.get(0).line()
              + "; all rows must be equally long");
    }
  }

  private static boolean isHeader(String[] fields) {
    String name = fields[0].strip();
    return fields.length > 1 && (name.equalsIgnoreCase("class") || name.equalsIgnoreCase("label"));
  }

  private static Row row(String source, int line, String[] fields, boolean transmitters) {
    int start = transmitters ? 2 : 1;
    if (fields.length <= start || fields[0].isBlank()) {
      throw new SpectraException(
          source,
          "a row is a class, "
              + (transmitters ? "a transmitter, " : "")
              + "then powers, separated by commas");
    }
    double[] powers = new double[fields.length - start];
    for (int bin = 0; bin < powers.length; bin++) {
      powers[bin] = power(source, start + bin + 1, fields[start + bin].strip());
    }
    int transmitter = transmitters ? transmitter(source, fields[1].strip()) : 0;
    return new Row(line, fields[0].strip(), transmitter, powers);
  }

  private static double power(String source, int column, String text) {
    double power;
    try {
      power = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new SpectraException(
          source, "column " + column + ": '" + text + "' is not a number; powers are linear", e);
    }
    if (!(power >= 0 && power < Double.POSITIVE_INFINITY)) {
      throw new SpectraException(
          source,
          "column "
              + column
              + ": power "
              + text
              + "; powers must be finite and not negative (linear, not dB)");
    }
    return power;
  }

  private static int transmitter(String source, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new SpectraException(
          source, "column 2: transmitter '" + text + "' is not a whole number", e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SpectraException(
          file.toString(), "the file cannot be read (" + e + "); it must be text in UTF-8", e);
    }
  }

  private static String at(String source, int line) {
    return source + ", line " + line;
  }
}
