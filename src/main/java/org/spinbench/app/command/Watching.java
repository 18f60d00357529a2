package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.upkeep.Happening;
import org.spinbench.experiments.upkeep.TrainedChip;
import org.spinbench.experiments.upkeep.Upkeep;
import org.spinbench.experiments.upkeep.WatchProgress;
import org.spinbench.experiments.upkeep.WatchRun;
import picocli.CommandLine.ExitCode;

/** Keeps the chip of a station in tune, and writes a run file. */
final class Watching {
  private final Progress progress;
  private final Path folder;
  private final Consumer<WatchReport> printer;
  private final Clock stopwatch = new SystemClock();
  private final long begin = stopwatch.nanos();

  /**
   * A watch.
   *
   * @param folder for its run file
   * @param printer prints the report, also when the program has been asked to stop
   */
  Watching(Progress progress, Path folder, Consumer<WatchReport> printer) {
    this.progress = progress;
    this.folder = folder;
    this.printer = printer;
  }

  /**
   * Watches until stopped.
   *
   * @param training the run that trained the chip
   * @param evaluations most evaluations; empty for no end
   * @return the exit code: 1 if the chip is out of tune at the end
   */
  int watch(Station station, RunFile training, Upkeep upkeep, long seed, OptionalLong evaluations) {
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

  private int watch(
      Bench bench,
      RunFile training,
      TrainedChip trained,
      RunFile run,
      Upkeep upkeep,
      OptionalLong evaluations,
      Safeguard guard) {
    try {
      WatchRun.Report report =
          new WatchRun(bench, trained, run, upkeep, new View(evaluations))
              .execute(evaluations, guard::stopping);
      guard.ending();
      progress.clear();
      double seconds = (stopwatch.nanos() - begin) * 1e-9;
      printer.accept(
          new WatchReport(report, run.start(), training.path(), run.path(), run.size(), seconds));
      Faulty.say(run, progress);
      int code = ExitCode.OK;
      if (report.outOfTune() != null) {
        progress.say("spinbench: " + report.outOfTune());
        code = ExitCode.SOFTWARE;
      }
      guard.exitWith(code);
      return code;
    } catch (RuntimeException e) {
      progress.clear();
      if (run.stop().isEmpty()) {
        guard.noteFailure(run, e);
      }
      throw e;
    }
  }

  /** Shows what happens, and how far the watch is. */
  private final class View implements WatchProgress {
    private static final String STAGE = "watching";
    private static final long FIRST_SHOWN = 1000;
    private static final double SHOWN_EVERY = 0.1;

    private final OptionalLong end;
    private long next = FIRST_SHOWN;
    private double shown = Double.NEGATIVE_INFINITY;

    View(OptionalLong end) {
      this.end = end;
    }

    @Override
    public void happened(Happening happening) {
      progress.say("evaluation " + happening.evaluation() + ": " + happening.text());
    }

    @Override
    public void at(long evaluations, int right, int last) {
      if (end.isPresent()) {
        double share = Math.min(1, (double) evaluations / end.getAsLong());
        if (isDue() || share == 1) {
          progress.show(STAGE, share, text(evaluations, right, last));
        }
      } else if (evaluations >= next || progress.isRedrawn() && isDue()) {
        // Nobody knows how long it goes on: told less and less often.
        next = evaluations >= next ? 2 * next : next;
        progress.show(STAGE, text(evaluations, right, last));
      }
    }

    /** A person cannot read more. */
    private boolean isDue() {
      double now = (stopwatch.nanos() - begin) * 1e-9;
      if (now - shown < SHOWN_EVERY) {
        return false;
      }
      shown = now;
      return true;
    }

    private static String text(long evaluations, int right, int last) {
      return String.format(
          Locale.ROOT, "evaluation %d, %d of the last %d answers right", evaluations, right, last);
    }
  }
}
