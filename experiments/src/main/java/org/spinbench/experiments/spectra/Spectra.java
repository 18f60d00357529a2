package org.spinbench.experiments.spectra;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A labelled set of power spectra: one row of powers per snapshot, one power per frequency bin.
 *
 * <p>Powers are relative: 1 means {@link #WATTS_PER_UNIT} at an input of the network, as in the
 * code published with A. Ross et al., Nat. Nanotechnol. 18, 1273 (2023),
 * doi:10.1038/s41565-023-01452-w. Immutable: arrays are copied.
 */
public final class Spectra {
  /** RF power for a relative power of 1, W. */
  public static final double WATTS_PER_UNIT = 1e-6;

  private final String source;
  private final List<String> classNames;
  private final double[][] powers;
  private final int[] labels;
  private final int[] transmitters;

  /** Spectra without distinguished transmitters. */
  public Spectra(String source, List<String> classNames, double[][] powers, int[] labels) {
    this(source, classNames, powers, labels, new int[0]);
  }

  /**
   * Checks and copies a set.
   *
   * @param source source of the rows for messages, such as a file and its data set
   * @param classNames names of the classes, in the order of their labels
   * @param powers [row][bin], finite and not negative, at least one row, all of equal length
   * @param labels class of each row, 0 to classes - 1
   * @param transmitters identity of the transmitter of each row, or empty if unknown
   */
  public Spectra(
      String source, List<String> classNames, double[][] powers, int[] labels, int[] transmitters) {
    this.source = source;
    this.classNames = List.copyOf(classNames);
    this.powers = Arrays.stream(powers).map(double[]::clone).toArray(double[][]::new);
    this.labels = labels.clone();
    this.transmitters = transmitters.clone();
    checkShape();
    for (int row = 0; row < this.powers.length; row++) {
      checkRow(row);
    }
  }

  private void checkShape() {
    if (powers.length == 0 || powers[0].length == 0) {
      throw new SpectraException(
          source, "there are no powers; at least one row of at least one power is needed");
    }
    if (labels.length != powers.length) {
      throw new SpectraException(
          source, labels.length + " labels for " + powers.length + " rows; every row needs one");
    }
    if (transmitters.length != 0 && transmitters.length != powers.length) {
      throw new SpectraException(
          source,
          transmitters.length
              + " transmitters for "
              + powers.length
              + " rows; name one for every row, or none");
    }
  }

  private void checkRow(int row) {
    if (powers[row].length != bins()) {
      throw new SpectraException(
          source,
          "row "
              + row
              + " has "
              + powers[row].length
              + " powers, row 0 has "
              + bins()
              + "; all rows must be equally long");
    }
    if (labels[row] < 0 || labels[row] >= classes()) {
      throw new SpectraException(
          source,
          "row "
              + row
              + ": label "
              + labels[row]
              + " is none of the "
              + classes()
              + " classes; labels run from 0 to "
              + (classes() - 1));
    }
    for (int bin = 0; bin < bins(); bin++) {
      double power = powers[row][bin];
      if (!(power >= 0 && power < Double.POSITIVE_INFINITY)) {
        throw new SpectraException(
            source,
            "row "
                + row
                + ", bin "
                + bin
                + ": power "
                + power
                + "; powers must be finite and not negative (linear, not dB)");
      }
    }
  }

  /** The source of the rows. */
  public String source() {
    return source;
  }

  /** Number of spectra. */
  public int rows() {
    return powers.length;
  }

  /** Number of frequency bins. */
  public int bins() {
    return powers[0].length;
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** Names of the classes, in the order of their labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** Copy of one spectrum, relative powers. */
  public double[] powers(int row) {
    return powers[row].clone();
  }

  /** Copy of all spectra, [row][bin], relative powers. */
  public double[][] powers() {
    return Arrays.stream(powers).map(double[]::clone).toArray(double[][]::new);
  }

  /** All spectra as input powers of a network, [row][bin], W. */
  public double[][] watts() {
    double[][] watts = powers();
    for (double[] row : watts) {
      for (int bin = 0; bin < row.length; bin++) {
        row[bin] *= WATTS_PER_UNIT;
      }
    }
    return watts;
  }

  /** Class of a row. */
  public int label(int row) {
    return labels[row];
  }

  /** Copy of the classes of all rows. */
  public int[] labels() {
    return labels.clone();
  }

  /** Identity of a row's transmitter, if the source gives it. */
  public OptionalInt transmitter(int row) {
    return transmitters.length == 0 ? OptionalInt.empty() : OptionalInt.of(transmitters[row]);
  }

  /** Number of rows of each class. */
  public int[] rowsPerClass() {
    int[] counts = new int[classes()];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The rows with these indices, in that order. */
  public Spectra select(int... rows) {
    double[][] chosen = new double[rows.length][];
    Arrays.setAll(chosen, i -> powers[rows[i]]);
    return new Spectra(
        source,
        classNames,
        chosen,
        Arrays.stream(rows).map(row -> labels[row]).toArray(),
        transmitters.length == 0
            ? transmitters
            : Arrays.stream(rows).map(row -> transmitters[row]).toArray());
  }

  /** The same rows with a function applied to their powers, first row first. */
  public Spectra map(UnaryOperator<double[]> function) {
    double[][] mapped = new double[rows()][];
    for (int row = 0; row < mapped.length; row++) {
      mapped[row] = function.apply(powers[row].clone());
    }
    return with(mapped);
  }

  /** The same rows with other powers, [row][bin]. */
  Spectra with(double[][] others) {
    return new Spectra(source, classNames, others, labels, transmitters);
  }
}
