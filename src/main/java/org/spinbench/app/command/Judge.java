package org.spinbench.app.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Expiry;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.replay.Reference;
import org.spinbench.experiments.run.RunFile;

/**
 * The calibration that a training is judged by, and what a reader should know of it.
 *
 * @param reference what the readings are compared with
 * @param notes in sentences
 */
record Judge(Reference reference, List<String> notes) {

  /**
   * Chooses it.
   *
   * @param file calibration that the user gave; null for that of the run
   * @throws org.spinbench.calibration.ExpiredCalibrationException if it does not hold for the
   *     readings, and the bench file refuses that
   */
  static Judge of(RunFile run, Recording recording, Path file) {
    Optional<Calibration> measured =
        run.calibration().filter(json -> !run.calibrated().isEmpty()).map(Calibration::fromJson);
    // A recording has one: without it there are no evaluations.
    Calibration chosen =
        file == null
            ? Calibration.fromJson(run.calibration().orElseThrow())
            : Calibration.load(file);
    boolean own = file == null && measured.isEmpty() || recording.isIn(chosen);
    String name = file == null ? "the calibration of the run" : file.toString();
    if (!own) {
      return judge(chosen, name, recording, List.of());
    }
    String note =
        String.format(
            Locale.ROOT,
            "%s was fitted to readings of this very run, %d in all, and cannot but agree with them.",
            Character.toUpperCase(name.charAt(0)) + name.substring(1),
            fitted(chosen));
    return measured
        .map(
            before ->
                judge(
                    before,
                    "the calibration that the run began with",
                    recording,
                    List.of(
                        note
                            + " The run is judged by the calibration that it began with, of "
                            + before.time()
                            + ".")))
        .orElseGet(
            () ->
                new Judge(
                    Reference.ofItself(chosen, recording.file()),
                    List.of(
                        note
                            + " Each reading is judged by the design of the chip and the readings"
                            + " before it: that shows what changed during the run, not what changed"
                            + " before. A calibration that was measured by itself shows both:"
                            + " --calibration FILE.")));
  }

  /** Older versions noted it in words alone. */
  private static long fitted(Calibration calibration) {
    long noted = calibration.provenance().fitted();
    return noted > 0 ? noted : calibration.evaluations();
  }

  private static Judge judge(
      Calibration calibration, String name, Recording recording, List<String> notes) {
    List<String> all = new ArrayList<>(notes);
    warnings(calibration, name, recording.times(), recording.file()).forEach(all::add);
    return new Judge(Reference.to(calibration), List.copyOf(all));
  }

  /**
   * What a calibration is for readings of some time.
   *
   * @param times of the first reading and of the last; empty if nobody knows
   */
  static List<String> warnings(
      Calibration calibration, String name, List<Instant> times, BenchFile file) {
    return times.stream()
        .flatMap(at -> Expiry.check(calibration, name, at, file.validity()).stream())
        .limit(1)
        .map(warning -> "Warning: " + warning + ".")
        .toList();
  }
}
