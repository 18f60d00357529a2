package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.upkeep.Happening;
import org.spinbench.experiments.upkeep.TrainedChip;
import org.spinbench.experiments.upkeep.Upkeep;
import org.spinbench.experiments.upkeep.WatchRun;

/** Keeps the chip of a station in tune, and writes a run file. */
final class Watching {
  private final Progress progress;
  private final Path folder;
  private final Clock stopwatch = new SystemClock();
  private final long begin = stopwatch.nanos();

  Watching(Progress progress, Path folder) {
    this.progress = progress;
    this.folder = folder;
  }

  /**
   * Watches until told to stop.
   *
   * @param training the run that trained the chip
   * @param evaluations most evaluations; empty for no end
   */
  WatchReport watch(
      Station station, RunFile training, Upkeep upkeep, long seed, OptionalLong evaluations) {
    TrainedChip trained = TrainedChip.of(training, station.file());
    StartDocument.Program program = Version.program();
    try (Bench bench =
        station.openBenchOfRun(
            clock ->
                create(
                    WatchRun.startWithoutBench(
                        clock.now(),
                        station.file(),
                        training,
                        station.text(),
                        station.chipSeed(),
                        seed,
                        program)))) {
      return Safeguard.during(
          station,
          bench,
          progress,
          guard -> {
            RunFile run =
                create(
                    WatchRun.start(
                        bench, training, station.text(), station.chipSeed(), seed, program));
            station.keep(run);
            return watch(bench, training, trained, run, upkeep, evaluations, guard);
          });
    }
  }

  private RunFile create(StartDocument start) {
    return new Runs(folder).create(start, stopwatch.now());
  }

  private WatchReport watch(
      Bench bench,
      RunFile training,
      TrainedChip trained,
      RunFile run,
      Upkeep upkeep,
      OptionalLong evaluations,
      Safeguard guard) {
    try {
      WatchRun.Report report =
          new WatchRun(bench, trained, run, upkeep, this::tell)
              .execute(evaluations, guard::stopping);
      double seconds = (stopwatch.nanos() - begin) * 1e-9;
      return new WatchReport(report, run.start(), training.path(), run.path(), seconds);
    } catch (RuntimeException e) {
      guard.noteFailure(run, e);
      throw e;
    }
  }

  private void tell(Happening happening) {
    progress.say("evaluation " + happening.evaluation() + ": " + happening.text());
  }
}
