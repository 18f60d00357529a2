package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.function.Function;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.LatencyBudget;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.training.Assignment;
import org.spinbench.experiments.training.TrainingOptions;
import org.spinbench.experiments.training.TrainingResult;
import org.spinbench.experiments.training.TrainingRun;

/** Trains the chip of a station, and writes run file and pictures. */
final class Training {
  private final Progress progress;
  private final Path folder;
  private final Clock stopwatch = new SystemClock();
  private final long begin = stopwatch.nanos();

  Training(Progress progress, Path folder) {
    this.progress = progress;
    this.folder = folder;
  }

  /** A new run. */
  TrainingReport begin(Station station, Assignment task, long seed, TrainingOptions options) {
    station.requireTunable();
    task.requireSuits(station.file(), options, seed);
    StartDocument.Program program = Version.program();
    return onBench(
        station,
        bench ->
            create(
                TrainingRun.start(
                    bench, station.text(), station.chipSeed(), task, seed, options, program)),
        clock ->
            create(
                TrainingRun.startWithoutBench(
                    clock.now(),
                    station.file(),
                    station.text(),
                    station.chipSeed(),
                    task,
                    seed,
                    options,
                    program)),
        TrainingRun::execute);
  }

  private RunFile create(StartDocument start) {
    return new Runs(folder).create(start, stopwatch.now());
  }

  /** The rest of a run that was stopped. */
  TrainingReport resume(Station station, RunFile run) {
    RunFile.GoingOn how =
        station.beginsAnew() ? RunFile.GoingOn.LIVED_AGAIN : RunFile.GoingOn.ANSWERED;
    station.treatAsIn(run, how);
    return onBench(station, bench -> run, clock -> run, training -> training.goOn(how));
  }

  private TrainingReport onBench(
      Station station,
      Function<Bench, RunFile> file,
      Function<Clock, RunFile> unopened,
      Function<TrainingRun, TrainingResult> experiment) {
    TrainingReport report;
    try (Bench bench = station.openBenchOfRun(unopened)) {
      report =
          Safeguard.during(
              station,
              bench,
              progress,
              guard -> {
                RunFile run = file.apply(bench);
                station.keep(run);
                return execute(bench, run, guard, experiment);
              });
    }
    station.verifyReplayed();
    return report;
  }

  private TrainingReport execute(
      Bench bench, RunFile run, Safeguard guard, Function<TrainingRun, TrainingResult> experiment) {
    guard.first(run::freeze);
    TrainingResult result;
    try {
      result = experiment.apply(new TrainingRun(bench, run, new TrainingView(progress)));
    } catch (RuntimeException e) {
      progress.clear();
      if (guard.stopping()) {
        guard.noteFailure(run, e);
        progress.say("resume with: spinbench train --resume " + run.path());
      }
      throw e;
    }
    guard.ending();
    progress.clear();
    Pictures pictures = Pictures.draw(bench.file(), run, result);
    double seconds = (stopwatch.nanos() - begin) * 1e-9;
    Faulty.say(run, progress);
    return new TrainingReport(
        result.scores(),
        result.calibration().dead(),
        LatencyBudget.of(run),
        run.start(),
        run.path(),
        pictures,
        seconds);
  }
}
