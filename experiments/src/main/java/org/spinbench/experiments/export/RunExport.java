package org.spinbench.experiments.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;

/** Writes what a run measured for other programs. */
public enum RunExport {
  /** One netCDF-4 file, which xarray, h5py and everything else that reads HDF5 opens. */
  HDF5("-export.h5") {
    @Override
    List<Path> write(DataSet data, Path file) {
      Hdf5.write(file, data);
      return List.of(file);
    }
  },
  /** A table a file: first the points or evaluations, beside it whatever else there is. */
  CSV("-export.csv") {
    @Override
    List<Path> write(DataSet data, Path file) {
      return CsvTables.write(file, data);
    }
  },
  /** One JSON file, which {@code xarray.Dataset.from_dict} takes. */
  JSON("-export.json") {
    @Override
    List<Path> write(DataSet data, Path file) {
      JsonDataSet.write(file, data);
      return List.of(file);
    }
  };

  private final String ending;

  RunExport(String ending) {
    this.ending = ending;
  }

  /** The name that commands use, such as {@code hdf5}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What stands after the name of a run in names of such files. */
  public String ending() {
    return ending;
  }

  /**
   * Writes a run into a new file.
   *
   * @return the files that were made, the given one first
   * @throws java.io.UncheckedIOException if a file cannot be written
   * @throws RunException if the run file does not say enough, or if there is no folder for the
   *     file, or such a file already
   */
  public List<Path> write(RunFile run, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new RunException("cannot write " + file + ": there is no folder " + folder);
    }
    if (Files.exists(file)) {
      throw new RunException(
          "cannot write " + file + ": it exists and is not overwritten; choose another");
    }
    return write(RunDataSet.of(run), file);
  }

  abstract List<Path> write(DataSet data, Path file);
}
