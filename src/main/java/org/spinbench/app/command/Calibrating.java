package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.BringUp;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;

/** Calibrates the chip of a station, and writes a run file. */
final class Calibrating {
  private static final String KIND = "calibrate";

  private final Progress progress;
  private final Path folder;
  private final Clock stopwatch = new SystemClock();

  Calibrating(Progress progress, Path folder) {
    this.progress = progress;
    this.folder = folder;
  }

  /** A new run. */
  Calibration calibrate(Station station) {
    station.requireTunable();
    Calibration calibration;
    try (Bench bench = station.openBenchOfRun(clock -> unopened(station, clock))) {
      calibration =
          Safeguard.during(station, bench, progress, guard -> onBench(station, bench, guard));
    }
    station.verifyReplayed();
    return calibration;
  }

  private RunFile unopened(Station station, Clock clock) {
    StartDocument start =
        StartDocument.withoutBench(
            clock.now(),
            KIND,
            station.text(),
            station.chipSeed(),
            0,
            "",
            options(station),
            Version.program());
    return new Runs(folder).create(start, stopwatch.now());
  }

  private static Map<String, String> options(Station station) {
    return Map.of("coupling", station.coupling());
  }

  private Calibration onBench(Station station, Bench bench, Safeguard guard) {
    StartDocument start =
        StartDocument.on(
            bench,
            KIND,
            station.text(),
            station.chipSeed(),
            0,
            "",
            options(station),
            Version.program());
    RunFile run = new Runs(folder).create(start, stopwatch.now());
    station.keep(run);
    try {
      Calibration calibration = measure(bench, run);
      bench.requireAsLeft();
      run.stop(new StopDocument(bench.clock().now(), StopDocument.SUCCESS, "", "{}"));
      progress.clear();
      Faulty.say(run, progress);
      return calibration;
    } catch (RuntimeException e) {
      guard.noteFailure(run, e);
      throw e;
    } finally {
      progress.clear();
    }
  }

  private Calibration measure(Bench bench, RunFile run) {
    bench
        .ports()
        .onReading(reading -> run.reading(reading, Purpose.CALIBRATE, OptionalLong.empty()));
    List<String> identities =
        bench.identities().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
    Calibration calibration =
        BringUp.calibrate(
            bench.ports(),
            new BringUp.Options(bench.file().validity().duration(), identities),
            (stage, done, total) -> progress.show("calibrating", (double) done / total, stage),
            one -> run.calibrated(Json.write(one)));
    run.calibration(calibration.toJson());
    return calibration;
  }
}
