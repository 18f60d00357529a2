package org.spinbench.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spinbench.app.command.AgainstOptions.Opponent;
import org.spinbench.app.command.AgainstOptions.Physics;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.replay.KnownDevices;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.replay.Repetition;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.run.RunFile;

/** Repeats a run on another bench, and reports how far the two are apart. */
final class Comparing {
  private static final String RUN_ENDING = ".sqlite";

  private final AgainstOptions options;
  private final Progress progress;

  Comparing(AgainstOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /** Compares, and writes the page and, if that is asked for, the fitted calibration. */
  GapReport compare(RunFile run) {
    Recording recording = Recording.of(run);
    Calibration calibration = calibration(run);
    Repetition.Readings quiet = simulated(recording, calibration, Physics.STATIC);
    Repetition.Readings other = other(run, recording, calibration, quiet);
    progress.show("comparing", 0, "");
    TwinGap gap = TwinGap.of(recording, quiet, other, calibration);
    Optional<TwinGap> ofBench =
        options.opponent == Opponent.BENCH
            ? Optional.of(TwinGap.of(recording.with(other), quiet, other, calibration))
            : Optional.empty();
    Optional<GapReport.Fit> fit =
        options.fit ? Optional.of(fit(run, recording, gap)) : Optional.empty();
    progress.clear();
    Path page = options.report == null ? beside(run.path(), "-gap.html") : options.report;
    GapReport report =
        new GapReport(
            run.path(), options.opponent, physics(), calibration.time(), gap, ofBench, fit, page);
    write(page, new GapPage(report).html());
    return report;
  }

  private Physics physics() {
    return options.physics == null ? Physics.STATIC : options.physics;
  }

  private Calibration calibration(RunFile run) {
    if (options.calibration != null) {
      return Calibration.load(options.calibration);
    }
    // A recording has one: without it there are no evaluations.
    return Calibration.fromJson(run.calibration().orElseThrow());
  }

  /** What the other side reads at the recorded setpoints. */
  private Repetition.Readings other(
      RunFile run, Recording recording, Calibration calibration, Repetition.Readings quiet) {
    if (options.opponent == Opponent.BENCH) {
      return onBench(run, recording);
    }
    return physics() == Physics.STATIC ? quiet : simulated(recording, calibration, physics());
  }

  private Repetition.Readings simulated(
      Recording recording, Calibration calibration, Physics physics) {
    BenchFile file = recording.file();
    Map<String, Object> section =
        new HashMap<>(
            file.simulation().isEmpty() ? Station.file(null).simulation() : file.simulation());
    section.put("fidelity", physics.fidelity());
    // Whatever befell the chip of the run, this one is as it was calibrated.
    section.put("dead", List.of());
    section.remove("changes");
    section.remove("known");
    if (physics != Physics.IDEAL) {
      section.put("known", KnownDevices.section(calibration));
    }
    long seed = options.chipSeed == null ? 1 : options.chipSeed;
    return repeat(Station.simulated(file.withSimulation(section), seed), recording, "simulating");
  }

  private Repetition.Readings onBench(RunFile run, Recording recording) {
    StationOptions bench = new StationOptions();
    bench.benchFile = options.bench;
    bench.chipSeed = options.chipSeed;
    bench.simulated = options.simulated;
    bench.keys = options.keys;
    bench.coupling = recording.file().coupling().mode();
    Station station =
        options.bench == null
            ? Station.of(bench, run.start().bench(), "the bench file of " + run.path())
            : Station.of(bench);
    return repeat(station, recording, "repeating");
  }

  private Repetition.Readings repeat(Station station, Recording recording, String stage) {
    try (Bench bench = station.openBench()) {
      return Safeguard.during(
          station,
          bench,
          progress,
          guard ->
              Repetition.on(
                  bench.ports(),
                  recording,
                  (done, total) ->
                      progress.show(stage, (double) done / total, done + " of " + total)));
    } finally {
      progress.clear();
    }
  }

  /** Writes the fitted calibration, and looks how far the recorded readings are from it. */
  private GapReport.Fit fit(RunFile run, Recording recording, TwinGap gap) {
    Path file = beside(run.path(), "-fitted.json");
    gap.fitted().save(file);
    Repetition.Readings quiet = simulated(recording, gap.fitted(), Physics.STATIC);
    return new GapReport.Fit(file, TwinGap.of(recording, quiet, quiet, gap.fitted()));
  }

  private static Path beside(Path run, String ending) {
    String name = run.getFileName().toString();
    String plain =
        name.toLowerCase(Locale.ROOT).endsWith(RUN_ENDING)
            ? name.substring(0, name.length() - RUN_ENDING.length())
            : name;
    return run.resolveSibling(plain + ending);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the report " + file + ": " + e, e);
    }
  }
}
