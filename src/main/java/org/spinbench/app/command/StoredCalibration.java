package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;

/**
 * A calibration and where it is kept: in a run file, or in a file of {@code calibrate --save}.
 *
 * @param name of the run, or path of the file
 * @param chipSeed seed of the simulated chip of the run; null for a real one, or a file
 * @param bench text of the bench file of the run; none for a file
 */
public record StoredCalibration(
    String name, Calibration calibration, Long chipSeed, Optional<String> bench) {
  private static final String JSON = ".json";

  /**
   * Finds a calibration.
   *
   * @param name of a run, path of its file, or path of a calibration file ending in .json
   * @throws IllegalArgumentException if the run holds none
   */
  public static StoredCalibration of(Path folder, String name) {
    if (name.toLowerCase(Locale.ROOT).endsWith(JSON)) {
      return new StoredCalibration(name, Calibration.load(Path.of(name)), null, Optional.empty());
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
  public static List<StoredCalibration> all(Path folder) {
    return new Runs(folder)
        .list().stream()
            .filter(run -> run.problem().isEmpty())
            .flatMap(run -> in(folder, run.name()).stream())
            .sorted(Comparator.comparing((StoredCalibration s) -> s.calibration().time()))
            .toList();
  }

  /**
   * The last device-by-device calibration of a chip in the runs of a folder. The last is that of
   * the run that was made last, since the clocks of simulated benches all begin alike.
   *
   * @param chipSeed seed of the simulated chip; null for a real one
   * @throws IllegalArgumentException if there is none
   */
  public static StoredCalibration last(Path folder, String chip, Long chipSeed) {
    Optional<StoredCalibration> last =
        all(folder).stream()
            .filter(one -> one.calibration().chip().equals(chip))
            .filter(one -> Objects.equals(one.chipSeed(), chipSeed))
            .filter(one -> one.calibration().provenance().fitted() == 0)
            .max(Comparator.comparing(StoredCalibration::name));
    return last.orElseThrow(
        () ->
            new IllegalArgumentException(
                "no run in "
                    + folder
                    + " holds a calibration of the chip \""
                    + chip
                    + "\""
                    + (chipSeed == null ? "" : " of seed " + chipSeed)
                    + " whose other devices could be kept; calibrate all devices first, or name a run or"
                    + " file by --from"));
  }

  private static Optional<StoredCalibration> in(Path folder, String name) {
    try (RunFile run = new Runs(folder).read(name)) {
      return run.calibration()
          .map(
              json ->
                  new StoredCalibration(
                      name,
                      Calibration.fromJson(json),
                      run.start().chipSeed(),
                      Optional.of(run.start().bench())));
    }
  }
}
