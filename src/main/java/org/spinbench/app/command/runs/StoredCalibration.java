package org.spinbench.app.command.runs;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;

/**
 * A calibration and where it is kept: in a run file, or in a file of {@code calibrate --save}.
 *
 * @param name of the run, or path of the file
 */
record StoredCalibration(String name, Calibration calibration) {
  private static final String JSON = ".json";

  /**
   * Finds a calibration.
   *
   * @param name of a run, path of its file, or path of a calibration file ending in .json
   * @throws IllegalArgumentException if the run holds none
   */
  static StoredCalibration of(Path folder, String name) {
    if (name.toLowerCase(Locale.ROOT).endsWith(JSON)) {
      return new StoredCalibration(name, Calibration.load(Path.of(name)));
    }
    return in(folder, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + " holds no calibration; './spinbench calibration history' lists the runs"
                        + " that do"));
  }

  /** The calibrations that the runs of a folder hold, the earliest first. */
  static List<StoredCalibration> all(Path folder) {
    return new Runs(folder)
        .list().stream()
            .filter(run -> run.problem().isEmpty())
            .flatMap(run -> in(folder, run.name()).stream())
            .sorted(Comparator.comparing((StoredCalibration s) -> s.calibration().time()))
            .toList();
  }

  private static Optional<StoredCalibration> in(Path folder, String name) {
    try (RunFile run = new Runs(folder).read(name)) {
      return run.calibration().map(json -> new StoredCalibration(name, Calibration.fromJson(json)));
    }
  }
}
