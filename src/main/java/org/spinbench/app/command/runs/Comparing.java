package org.spinbench.app.command.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.CalibrationChoice;
import org.spinbench.app.command.EnoughMemory;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.runs.AgainstOptions.Opponent;
import org.spinbench.app.command.runs.AgainstOptions.Physics;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.procedure.MeasuredPoint;
import org.spinbench.calibration.procedure.Setpoint;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.replay.KnownDevices;
import org.spinbench.experiments.replay.ReadingGap;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.replay.Repetition;
import org.spinbench.experiments.replay.SetpointReadings;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.SafeEnding;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.SweepRepetition;
import org.spinbench.experiments.sweep.plan.Point;

/** Repeats a run on another bench, and reports the differences. */
final class Comparing {
  private static final String RUN_ENDING = ".sqlite";
  private static final String MEASURE = "measure";
  private static final String CALIBRATE = "calibrate";

  /** About what an evaluation of a network takes in memory while it is compared. */
  private static final int BYTES_AN_EVALUATION = 8000;

  private final AgainstOptions options;
  private final Progress progress;

  Comparing(AgainstOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Compares, and writes the page and, if that is asked for, the fitted calibration. */
  ComparedRun compare(RunFile run) {
    return switch (run.start().kind()) {
      case MEASURE, RunImport.KIND -> compareSweep(run);
      case CALIBRATE -> compareCalibration(run);
      default -> compareTraining(run);
    };
  }

  /** Repeats a sweep or an import, reading by reading. */
  private ReadingReport compareSweep(RunFile run) {
    refuseUnusedCalibration(run);
    refuseFit(run, "to fit the readings of a sweep, use: spinbench runs fit");
    RecordedSweep recorded = new RecordedSweep(run);
    BenchFile file = benchFile(run);
    List<Point> points = recorded.points();
    List<Instant> times =
        points.isEmpty()
            ? List.of()
            : List.of(points.get(0).time(), points.get(points.size() - 1).time());
    List<String> notes = given(times, file);
    Backend backend = other(run, file, Optional.empty());
    List<Point> again =
        on(
            backend,
            (bench, stage) ->
                SweepRepetition.on(bench, recorded, (done, all) -> show(stage, done, all)));
    SetpointReadings own = SetpointReadings.of(recorded.columns(), points);
    return report(
        run, own, SetpointReadings.of(recorded.columns(), again), Optional.empty(), notes);
  }

  /** Repeats the evaluations of a calibration. */
  private ReadingReport compareCalibration(RunFile run) {
    refuseUnusedCalibration(run);
    refuseFit(run, "to fit its calibration again, use: spinbench runs fit");
    BenchFile file = benchFile(run);
    List<MeasuredPoint> recorded =
        run.calibrated().stream().map(json -> Json.read(json, MeasuredPoint.class)).toList();
    if (recorded.isEmpty()) {
      throw new RunException(
          run.path() + " holds no evaluation of its calibration, so nothing to compare");
    }
    Optional<Calibration> calibration = run.calibration().map(Calibration::fromJson);
    List<String> notes = notesOfCalibration(run, file, calibration);
    List<Setpoint> sets = recorded.stream().map(MeasuredPoint::set).toList();
    List<MeasuredPoint> again =
        on(
            other(run, file, calibration),
            (bench, stage) ->
                ChipCharacterization.repeat(
                    bench.ports(), sets, (what, done, all) -> show(stage, done, all)));
    return report(
        run,
        SetpointReadings.of(file, recorded),
        SetpointReadings.of(file, again),
        calibration,
        notes);
  }

  /** What a reader should know of a calibration that was given for a chip. */
  private List<String> given(List<Instant> times, BenchFile file) {
    if (options.calibration == null || options.opponent == Opponent.BENCH) {
      return List.of();
    }
    List<String> notes =
        CalibrationChoice.warnings(
            Calibration.load(options.calibration), options.calibration.toString(), times, file);
    notes.forEach(progress::say);
    return notes;
  }

  private List<String> notesOfCalibration(
      RunFile run, BenchFile file, Optional<Calibration> calibration) {
    boolean own = options.calibration == null && physics(calibration) != Physics.IDEAL;
    if (own && options.opponent == Opponent.SIMULATOR) {
      return List.of(
          "The simulated chip was fitted to these same readings: the comparison tests the model,"
              + " not the chip.");
    }
    return given(List.of(run.start().time()), file);
  }

  /** Readings of another bench, or of a chip as designed, are compared without a calibration. */
  private void refuseUnusedCalibration(RunFile run) {
    boolean used = options.opponent == Opponent.SIMULATOR && options.physics != Physics.IDEAL;
    if (options.calibration != null && !used) {
      throw new RunException(
          "--calibration has no effect here: "
              + run.path()
              + " is no training, and its readings are compared with those of "
              + (options.opponent == Opponent.BENCH ? "a bench" : "the chip as designed")
              + "; leave it out");
    }
  }

  private void refuseFit(RunFile run, String instead) {
    if (options.fit) {
      throw new RunException("--fit is of trainings; " + run.path() + " is none: " + instead);
    }
  }

  private ReadingReport report(
      RunFile run,
      SetpointReadings recorded,
      SetpointReadings repeated,
      Optional<Calibration> known,
      List<String> notes) {
    boolean noisy = options.opponent == Opponent.BENCH || physics(known) == Physics.FULL;
    ReadingGap gap = ReadingGap.of(recorded, repeated, noisy);
    Path page = options.report == null ? free(run.path(), "-gap", ".html") : options.report;
    String other =
        options.opponent == Opponent.BENCH
            ? "a bench"
            : physics(known) == Physics.IDEAL
                ? "the simulated chip as designed"
                : "the simulated chip as calibrated";
    ReadingReport report =
        new ReadingReport(run.path(), run.start().kind(), other, notes, gap, page);
    write(page, report.html());
    return report;
  }

  /** The bench file that the numbers of a run are of. */
  private static BenchFile benchFile(RunFile run) {
    if (run.start().bench().isEmpty()) {
      throw new RunException(
          run.path()
              + " does not say of which bench its numbers are; import them again with --bench"
              + " BENCH.toml");
    }
    return run.benchFile();
  }

  /** Without a calibration a simulated chip is what it was designed to be. */
  private Physics physics(Optional<Calibration> known) {
    boolean calibrated = known.isPresent() || options.calibration != null;
    if (options.physics == null) {
      return calibrated ? Physics.STATIC : Physics.IDEAL;
    }
    if (!calibrated && options.physics != Physics.IDEAL) {
      throw new RunException(
          "--physics "
              + options.physics.fidelity()
              + " needs to know the chip; give a --calibration FILE, or --physics ideal");
    }
    return options.physics;
  }

  private Backend other(RunFile run, BenchFile file, Optional<Calibration> known) {
    if (options.opponent == Opponent.BENCH) {
      return bench(run, file);
    }
    Optional<Calibration> chip =
        options.calibration == null ? known : Optional.of(Calibration.load(options.calibration));
    return simulated(file, chip, physics(known));
  }

  private interface Work<T> {
    T on(Bench bench, String stage);
  }

  private <T> T on(Backend backend, Work<T> work) {
    String stage = options.opponent == Opponent.BENCH ? "repeating" : "simulating";
    try (Bench bench = backend.openBenchGuarded()) {
      return SafeEnding.during(backend, bench, progress, guard -> work.on(bench, stage));
    } finally {
      progress.clear();
    }
  }

  private void show(String stage, int done, int total) {
    progress.show(stage, (double) done / total, done + " of " + total);
  }

  private GapReport compareTraining(RunFile run) {
    long evaluations = run.evaluations().values().stream().mapToLong(Long::longValue).sum();
    EnoughMemory.require(
        String.format(Locale.ROOT, "comparing %d evaluations", evaluations),
        (double) BYTES_AN_EVALUATION * evaluations);
    Recording recording = Recording.of(run);
    CalibrationChoice judge = CalibrationChoice.of(run, recording, options.calibration);
    ReferenceCalibration reference = judge.reference();
    Repetition.Readings quiet = simulated(recording, reference.calibration(), Physics.STATIC);
    List<String> notes = new ArrayList<>(judge.notes());
    Repetition.Readings other = other(run, recording, reference.calibration(), quiet, notes);
    Optional<Recording> repeated =
        options.opponent == Opponent.BENCH ? Optional.of(recording.with(other)) : Optional.empty();
    notes.forEach(progress::say);
    progress.show("comparing", 0, "");
    TwinGap gap = TwinGap.of(recording, quiet, other, reference);
    Optional<TwinGap> ofBench = repeated.map(again -> TwinGap.of(again, quiet, other, reference));
    Optional<GapReport.Fit> fit =
        options.fit ? Optional.of(fit(run, recording, gap)) : Optional.empty();
    progress.clear();
    Path page = options.report == null ? free(run.path(), "-gap", ".html") : options.report;
    GapReport report =
        new GapReport(
            run.path(),
            options.opponent,
            physics(),
            reference,
            List.copyOf(notes),
            recording.untilFirst(),
            gap,
            ofBench,
            fit,
            page);
    write(page, new GapPage(report).html());
    return report;
  }

  private Physics physics() {
    return options.physics == null ? Physics.STATIC : options.physics;
  }

  /** What the other side reads at the recorded setpoints; adds notes on the calibration's age. */
  private Repetition.Readings other(
      RunFile run,
      Recording recording,
      Calibration calibration,
      Repetition.Readings quiet,
      List<String> notes) {
    if (options.opponent == Opponent.BENCH) {
      return onBench(run, recording, calibration, notes);
    }
    return physics() == Physics.STATIC ? quiet : simulated(recording, calibration, physics());
  }

  private Repetition.Readings simulated(
      Recording recording, Calibration calibration, Physics physics) {
    Backend backend = simulated(recording.file(), Optional.of(calibration), physics);
    return on(
        backend,
        (bench, stage) ->
            Repetition.on(
                bench.ports(), recording, (done, total) -> show("simulating", done, total)));
  }

  /** A bench with a chip of its own: whatever befell that of the run, this one is as it was. */
  private Backend simulated(BenchFile file, Optional<Calibration> chip, Physics physics) {
    Map<String, Object> section =
        new HashMap<>(
            file.simulation().isEmpty() ? Backends.file(null).simulation() : file.simulation());
    section.put("fidelity", physics.fidelity());
    section.put("dead", List.of());
    section.remove("changes");
    section.remove("known");
    if (physics != Physics.IDEAL) {
      section.put("known", KnownDevices.section(chip.orElseThrow()));
    }
    long seed = options.chipSeed == null ? 1 : options.chipSeed;
    return Backends.simulated(file.withSimulation(section), seed);
  }

  /** The bench reads at another time than the run, and its own file says what has expired then. */
  private Repetition.Readings onBench(
      RunFile run, Recording recording, Calibration calibration, List<String> notes) {
    return on(
        bench(run, recording.file()),
        (bench, stage) -> {
          List<Instant> now = List.of(bench.clock().now());
          notes.addAll(
              CalibrationChoice.warnings(
                  calibration, "for this bench the calibration", now, bench.file()));
          return Repetition.on(bench.ports(), recording, (done, total) -> show(stage, done, total));
        });
  }

  private Backend bench(RunFile run, BenchFile file) {
    BenchOptions bench = new BenchOptions();
    bench.benchFile = options.bench;
    bench.chipSeed = options.chipSeed;
    bench.simulated = options.simulated;
    bench.keys = options.keys;
    BenchFile other = options.bench == null ? file : Backends.file(options.bench);
    bench.coupling = other.neurons().isEmpty() ? null : file.coupling().mode();
    boolean anySimulated =
        Backends.real(file, options.simulated).size() < file.instruments().size();
    if (options.bench == null && options.chipSeed == null && anySimulated) {
      bench.chipSeed = run.start().chipSeed(); // the bench of the run holds the chip of the run
    }
    return options.bench == null
        ? Backends.of(bench, run.start().bench(), "the bench file of " + run.path())
        : Backends.of(bench);
  }

  /** Writes the fitted calibration, and looks how far the recorded readings are from it. */
  private GapReport.Fit fit(RunFile run, Recording recording, TwinGap gap) {
    Path file = free(run.path(), "-fitted", ".json");
    gap.fitted().save(file);
    Repetition.Readings quiet = simulated(recording, gap.fitted(), Physics.STATIC);
    return new GapReport.Fit(
        file, TwinGap.of(recording, quiet, quiet, ReferenceCalibration.to(gap.fitted())));
  }

  /** A name beside the run that no file has: an earlier report or calibration stays as it is. */
  private static Path free(Path run, String name, String ending) {
    String file = run.getFileName().toString();
    String plain =
        file.toLowerCase(Locale.ROOT).endsWith(RUN_ENDING)
            ? file.substring(0, file.length() - RUN_ENDING.length())
            : file;
    Path free = run.resolveSibling(plain + name + ending);
    for (int number = 2; Files.exists(free); number++) {
      free = run.resolveSibling(plain + name + "-" + number + ending);
    }
    return free;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the report " + file + ": " + UserFile.reason(e), e);
    }
  }
}
