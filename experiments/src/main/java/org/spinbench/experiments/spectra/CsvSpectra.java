package org.spinbench.experiments.spectra;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.csv.CsvRow;
import org.spinbench.experiments.task.ClassNames;

/**
 * Spectra as CSV: the class of a row, optionally the number of its transmitter, then its powers.
 *
 * <p>The class is a name or a number; classes are labelled in the order of {@link ClassNames}. A
 * header is optional: {@code class,p0,p1,...}; only a header with {@code transmitter} as its second
 * column declares transmitters.
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
    return ClassNames.inOrder(table.rows().stream().map(Row::className).toList());
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
            table.source() + ", line " + row.line(),
            "class '" + row.className() + "' is not a class of the training file: " + names);
      }
      if (table.transmitters()) {
        transmitters[i] = row.transmitter();
      }
    }
    return new Spectra(table.source(), names, powers, labels, transmitters);
  }

  private static Table table(Path file) {
    boolean transmitters = false;
    boolean first = true;
    List<Row> rows = new ArrayList<>();
    try (CsvReader in = CsvReader.open(file)) {
      for (CsvRow row = in.next(); row != null; row = in.next()) {
        if (first && !isHeader(row) && row.size() > 1 && !row.isNumber(1)) {
          throw row.refused(
              1,
              "'"
                  + row.text(1)
                  + "' is not a number; headings, if there are any, begin with class or label");
        }
        if (first && isHeader(row)) {
          transmitters = row.text(1).equalsIgnoreCase(TRANSMITTER);
          in.headings(row);
        } else {
          rows.add(row(row, transmitters));
        }
        first = false;
      }
    }
    return new Table(file.toString(), transmitters, rows);
  }

  private static boolean isHeader(CsvRow row) {
    return row.size() > 1 && row.text(0).matches("(?i)class|label");
  }

  private static Row row(CsvRow row, boolean transmitters) {
    int start = transmitters ? 2 : 1;
    if (row.size() <= start || row.text(0).isEmpty()) {
      throw row.refused(
          "a row is a class, " + (transmitters ? "a transmitter, " : "") + "then powers");
    }
    double[] powers = new double[row.size() - start];
    for (int bin = 0; bin < powers.length; bin++) {
      powers[bin] = power(row, start + bin);
    }
    int transmitter = transmitters ? transmitter(row) : 0;
    return new Row(row.line(), row.text(0), transmitter, powers);
  }

  private static double power(CsvRow row, int column) {
    double power = row.number(column);
    if (!(power >= 0)) {
      throw row.refused(
          column,
          "power "
              + row.text(column)
              + "; powers must be finite and not negative (linear, not dB)");
    }
    return power;
  }

  private static int transmitter(CsvRow row) {
    try {
      return Integer.parseInt(row.text(1));
    } catch (NumberFormatException e) {
      throw row.refused(1, "transmitter '" + row.text(1) + "' is not a whole number");
    }
  }
}
