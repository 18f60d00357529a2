package org.spinbench.experiments.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.experiments.csv.CsvStyle;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;

/** Exports the measurements of a run for other programs. */
public enum RunExport {
  /** One netCDF-4 file, which xarray, h5py and other HDF5 readers can open. */
  HDF5("-export.h5") {
    @Override
    List<Path> write(DataSet data, Path file, CsvStyle style) {
      Hdf5.write(file, data);
      return List.of(file);
    }
  },
  /** Several CSV files: the given one for points or evaluations, the others for the rest. */
  CSV("-export.csv") {
    @Override
    List<Path> write(DataSet data, Path file, CsvStyle style) {
      return CsvTables.write(file, data, style);
    }
  },
  /** One JSON file for {@code xarray.Dataset.from_dict}. */
  JSON("-export.json") {
    @Override
    List<Path> write(DataSet data, Path file, CsvStyle style) {
      JsonDataSet.write(file, data);
      return List.of(file);
    }
  };

  private final String ending;

  RunExport(String ending) {
    this.ending = ending;
  }

  /** The name in commands, such as {@code hdf5}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The suffix of file names, after the name of a run. */
  public String ending() {
    return ending;
  }

  /**
   * Writes a run into a new file.
   *
   * @return the new files, the given one first
   * @throws java.io.UncheckedIOException if a file cannot be written
   * @throws RunException if the run file is insufficient, if there is no folder for the file, or if
   *     the file exists
   */
  public List<Path> write(RunFile run, Path file) {
    return write(run, file, CsvStyle.STANDARD);
  }

  /** The same, with CSV files in a style. */
  public List<Path> write(RunFile run, Path file, CsvStyle style) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new RunException("cannot write " + file + ": there is no folder " + folder);
    }
    if (Files.exists(file)) {
      throw new RunException(
          "cannot write " + file + ": it exists and is not overwritten; choose another");
    }
    return write(RunDataSet.of(run), file, style);
  }

  abstract List<Path> write(DataSet data, Path file, CsvStyle style);
}
