package org.spinbench.experiments.spectra;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads spectra from the files that a user names: HDF5 ({@code .h5}, {@code .hdf5}) in the layout
 * of the published set, or CSV ({@code .csv}).
 */
public final class SpectraFiles {
  private static final double TEST_SHARE = 0.3;

  private SpectraFiles() {}

  /**
   * Reads a file and splits it: by the file's own split (HDF5), or 70 % to 30 % in every class
   * (CSV).
   *
   * @param seed of the split of a CSV file
   * @throws SpectraException if the content of the file is wrong
   * @throws IllegalArgumentException if it is CSV and cannot be read; the message names the line
   */
  public static SpectraSplit split(Path file, long seed) {
    return switch (extension(file)) {
      case "h5", "hdf5" -> HdfSpectra.read(file);
      case "csv" -> SpectraSplit.stratified(CsvSpectra.read(file), TEST_SHARE, seed);
      default -> throw unknown(file);
    };
  }

  /**
   * Reads two CSV files, of the same classes.
   *
   * @throws SpectraException if the content of a file is wrong
   * @throws IllegalArgumentException if one cannot be read; the message names the line
   */
  public static SpectraSplit split(Path train, Path test) {
    for (Path file : new Path[] {train, test}) {
      if (!extension(file).equals("csv")) {
        throw unknown(file);
      }
    }
    return CsvSpectra.read(train, test);
  }

  private static SpectraException unknown(Path file) {
    return new SpectraException(
        file.toString(),
        "the name does not show the format; give one file that ends in .h5, .hdf5 or .csv, "
            + "or two that end in .csv");
  }

  private static String extension(Path file) {
    String name = file.toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
