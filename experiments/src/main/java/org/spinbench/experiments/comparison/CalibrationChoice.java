package org.spinbench.experiments.comparison;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Expiry;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.run.RunFile;

/**
 * Chooses the calibration that judges a training: never one that was fitted to the readings of that
 * training.
 *
 * @param reference the calibration to compare with
 * @param notes remarks for the reader, in sentences
 */
record CalibrationChoice(ReferenceCalibration reference, List<String> notes) {

  /**
   * Chooses the calibration.
   *
   * @param file calibration from the user; empty for that of the run
   * @throws org.spinbench.calibration.ExpiredCalibrationException if it has expired at the time of
   *     the readings, and the bench file refuses that
   */
  static CalibrationChoice of(RunFile run, Recording recording, Optional<Path> file) {
    // A recording has a calibration, because there are no evaluations without one.
    Calibration own = Calibration.fromJson(run.calibration().orElseThrow());
    boolean measured = !run.calibrated().isEmpty();
    Calibration chosen = file.map(Calibration::load).orElse(own);
    String name = file.map(Path::toString).orElse("the calibration of the run");
    boolean circular = file.isEmpty() && !measured || recording.isIn(chosen);
    if (!circular) {
      return to(chosen, name, recording, List.of());
    }
    long fitted = fitted(chosen);
    String note =
        Character.toUpperCase(name.charAt(0))
            + name.substring(1)
            + (fitted == 0
                ? " does not say how uncertain its numbers are."
                : " was fitted to "
                    + fitted
                    + " readings of this run, so it agrees with them whatever the chip did.");
    if (measured) {
      String instead =
          " So the run is judged by the calibration that it began with, measured at "
              + own.time()
              + ".";
      return to(own, "the calibration that the run began with", recording, List.of(note + instead));
    }
    String instead =
        " So each reading is judged by the design of the chip and the readings before it. That"
            + " shows a change during the run, but not one before it; for that give a calibration"
            + " that was measured separately: --calibration FILE.";
    return new CalibrationChoice(
        ReferenceCalibration.ofItself(chosen, recording.file()), List.of(note + instead));
  }

  /** Older versions stored the number only in a text. */
  private static long fitted(Calibration calibration) {
    long noted = calibration.provenance().fitted();
    return noted > 0 ? noted : calibration.evaluations();
  }

  private static CalibrationChoice to(
      Calibration calibration, String name, Recording recording, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(warnings(calibration, name, recording.times(), recording.file()));
    return new CalibrationChoice(ReferenceCalibration.to(calibration), List.copyOf(all));
  }

  /**
   * Checks the age of a calibration.
   *
   * @param times of the first and the last reading; empty if unknown
   */
  static List<String> warnings(
      Calibration calibration, String name, List<Instant> times, BenchFile file) {
    String remedy = "compare with a newer one: --calibration FILE";
    return times.stream()
        .map(at -> Expiry.check(calibration, name, remedy, at, file.validity()))
        .flatMap(Optional::stream)
        .limit(1)
        .map(warning -> "Warning: " + warning + ".")
        .toList();
  }
}
