package org.spinbench.experiments.comparison;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.SafeEnding;
import org.spinbench.experiments.sweep.SweepRepetition;

/**
 * A request to compare a run.
 *
 * @param opponent the repeating bench
 * @param physics of a simulated chip; empty for the default of the run
 * @param calibration file of a calibration from the user
 * @param fit whether a calibration is fitted to the recorded readings
 * @param benches makes the other bench
 * @param display shows the progress of the comparison
 */
public record ComparisonRequest(
    Opponent opponent,
    Optional<Physics> physics,
    Optional<Path> calibration,
    boolean fit,
    OtherBench benches,
    Display display) {

  /** Repeats setpoints on an opened bench. */
  @FunctionalInterface
  interface Repeat<T> {
    /** Returns the readings. */
    T on(Bench bench, SweepRepetition.Progress progress);
  }

  boolean onBench() {
    return opponent == Opponent.BENCH;
  }

  /** Repeats on the bench. Brings it to rest after a failure, and if the program is stopped. */
  <T> T onBench(RunFile run, BenchFile file, Repeat<T> repeat) {
    return repeated("repeating", benches.bench(run, file), repeat);
  }

  /**
   * Repeats on a simulated bench.
   *
   * @param chip calibration of the chip; not needed for an ideal one
   */
  <T> T simulated(BenchFile file, Optional<Calibration> chip, Physics fidelity, Repeat<T> repeat) {
    return repeated("simulating", benches.simulated(file, fidelity, chip), repeat);
  }

  private <T> T repeated(String stage, Backend backend, Repeat<T> repeat) {
    SweepRepetition.Progress progress =
        (done, total) -> display.show(stage, (double) done / total, done + " of " + total);
    try (Bench bench = backend.openBenchGuarded()) {
      return SafeEnding.during(backend, bench, display, guard -> repeat.on(bench, progress));
    } finally {
      display.clear();
    }
  }

  /** The physics of a simulated chip; without a calibration it is the design. */
  Physics physics(Optional<Calibration> known) {
    boolean calibrated = known.isPresent() || calibration.isPresent();
    if (!calibrated && physics.isPresent() && physics.get() != Physics.IDEAL) {
      throw new RunException(
          "--physics "
              + physics.get().fidelity()
              + " needs to know the chip; give a --calibration FILE, or --physics ideal");
    }
    return physics.orElse(calibrated ? Physics.STATIC : Physics.IDEAL);
  }

  /** Remarks on the age of the given calibration. */
  List<String> ageOfGiven(List<Instant> times, BenchFile file) {
    if (calibration.isEmpty() || onBench()) {
      return List.of();
    }
    Path given = calibration.get();
    List<String> notes =
        CalibrationChoice.warnings(Calibration.load(given), given.toString(), times, file);
    notes.forEach(display::say);
    return notes;
  }
}
