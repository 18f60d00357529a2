package org.spinbench.experiments.runner;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.NotedSpectrum;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;

/**
 * Runs experiments: opens the bench, makes the run file, records every message in it, brings the
 * bench to rest in any case (end, exception, Ctrl-C, SIGTERM), and records how the run ended.
 *
 * <pre>
 * ExperimentRunner runner = new ExperimentRunner(Path.of("runs"), program, Display.NONE);
 * try (Backend backend = Backend.of(text, file, null, new SystemTransports(), new SystemClock())) {
 *   Curve curve = runner.run(backend, new ThresholdCurve("neuron 1", 12));
 * }
 * </pre>
 */
public final class ExperimentRunner {
  private final Path folder;
  private final StartDocument.Program program;
  private final Display display;
  private final Metadata metadata;
  private final RunFollower follower;
  private final Clock stopwatch = new SystemClock();

  /**
   * A runner with a folder for run files.
   *
   * @param program that makes the runs
   * @param display shows their progress
   */
  public ExperimentRunner(Path folder, StartDocument.Program program, Display display) {
    this(folder, program, display, Metadata.NONE);
  }

  /**
   * The same with what the user says about the runs.
   *
   * @param metadata completed by the labels of the bench file
   */
  public ExperimentRunner(
      Path folder, StartDocument.Program program, Display display, Metadata metadata) {
    this(folder, program, display, metadata, RunFollower.NONE);
  }

  private ExperimentRunner(
      Path folder,
      StartDocument.Program program,
      Display display,
      Metadata metadata,
      RunFollower follower) {
    this.folder = folder;
    this.program = program;
    this.display = display;
    this.metadata = metadata;
    this.follower = follower;
  }

  /** The same runner, whose runs are followed, also by those who follow them already. */
  public ExperimentRunner followedBy(RunFollower other) {
    RunFollower all = follower == RunFollower.NONE ? other : new BothFollowers(follower, other);
    return new ExperimentRunner(
        folder, program, new FollowedDisplay(display, other), metadata, all);
  }

  /**
   * A run that has ended, while its file and its bench are still open.
   *
   * @param elapsed time since it began by the computer's clock, s
   * @param exitCode sets the exit code of a program that the user stops
   */
  public record Finished<R>(
      R result, Bench bench, RunFile file, DoubleSupplier elapsed, IntConsumer exitCode) {
    /** Time so far by the computer's clock, s. */
    public double seconds() {
      return elapsed.getAsDouble();
    }
  }

  /** Makes a new run. */
  public <R> R run(Backend backend, Experiment<R> experiment) {
    return run(backend, experiment, Finished::result);
  }

  /**
   * Makes a new run.
   *
   * @param report uses the result while the run file is open, for example to draw pictures
   */
  public <R, T> T run(Backend backend, Experiment<R> experiment, Function<Finished<R>, T> report) {
    return onBench(
        backend,
        experiment,
        bench ->
            create(
                backend,
                start(bench, backend.text(), backend.chipSeed(), experiment, program)
                    .in(backend.world())),
        clock -> create(backend, startWithoutBench(clock, backend, experiment)),
        Optional.empty(),
        report);
  }

  /**
   * The start document of a run on an opened bench.
   *
   * @param benchText the bench file as the user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static StartDocument start(
      Bench bench,
      String benchText,
      Long chipSeed,
      Experiment<?> experiment,
      StartDocument.Program program) {
    Configuration asked = experiment.configuration();
    return StartDocument.on(
        bench,
        experiment.kind(),
        benchText,
        chipSeed,
        asked.seed(),
        asked.task(),
        options(bench.file(), asked),
        program);
  }

  private StartDocument startWithoutBench(Clock clock, Backend backend, Experiment<?> experiment) {
    Configuration asked = experiment.configuration();
    return StartDocument.withoutBench(
            clock.now(),
            experiment.kind(),
            backend.text(),
            backend.chipSeed(),
            asked.seed(),
            asked.task(),
            options(backend.file(), asked),
            program)
        .in(backend.world());
  }

  private static Map<String, String> options(BenchFile file, Configuration asked) {
    Map<String, String> options = new LinkedHashMap<>(asked.options());
    options.put(RunFile.COUPLING, file.coupling().mode().name().toLowerCase(Locale.ROOT));
    return options;
  }

  private RunFile create(Backend backend, StartDocument start) {
    Metadata complete = metadata.on(backend.file().labels());
    return new Runs(folder).create(start, stopwatch.now(), complete);
  }

  /**
   * Resumes a run that was stopped or killed.
   *
   * @param run its file, open for writing; it is closed with the backend
   */
  public <R> R resume(Backend backend, Experiment<R> experiment, RunFile run) {
    return resume(backend, experiment, run, Finished::result);
  }

  /**
   * Resumes a run that was stopped or killed.
   *
   * @param run its file, open for writing; it is closed with the backend
   * @param report uses the result while the run file is open
   */
  public <R, T> T resume(
      Backend backend, Experiment<R> experiment, RunFile run, Function<Finished<R>, T> report) {
    RunFile.GoingOn how =
        backend.startsOver() ? RunFile.GoingOn.REPEATED : experiment.resumedOnInstruments();
    backend.treatAsIn(run, how);
    return onBench(backend, experiment, bench -> run, clock -> run, Optional.of(how), report);
  }

  private <R, T> T onBench(
      Backend backend,
      Experiment<R> experiment,
      Function<Bench, RunFile> file,
      Function<Clock, RunFile> unopened,
      Optional<RunFile.GoingOn> resumed,
      Function<Finished<R>, T> report) {
    Runnable end = once(follower::ended);
    try {
      if (resumed.isEmpty()) {
        experiment.requireSuits(backend.file());
      }
      return onBench(backend, experiment, file, unopened, resumed, report, end, stopwatch.nanos());
    } catch (RuntimeException e) {
      follower.failed(e);
      throw e;
    } finally {
      end.run();
    }
  }

  private <R, T> T onBench(
      Backend backend,
      Experiment<R> experiment,
      Function<Bench, RunFile> file,
      Function<Clock, RunFile> unopened,
      Optional<RunFile.GoingOn> resumed,
      Function<Finished<R>, T> report,
      Runnable end,
      long begin) {
    T reported;
    try (Bench bench = backend.openBenchOfRun(unopened)) {
      reported =
          SafeEnding.during(
              backend,
              bench,
              display,
              ending -> {
                ending.last(end);
                experiment.preflight(bench, preflight(backend, ending));
                RunFile run = file.apply(bench);
                backend.keep(run);
                follow(run, bench, new RunControl(bench, backend::works, ending::stop));
                RunContext context =
                    new RunContext(bench, run, display, ending, resumed, backend.session(run));
                R result = execute(experiment, context, ending);
                return report.apply(
                    new Finished<>(
                        result,
                        bench,
                        run,
                        () -> (stopwatch.nanos() - begin) * 1e-9,
                        ending::exitWith));
              });
    }
    backend.verifyReplayed();
    return reported;
  }

  /** An action that is carried out once; whoever asks for it returns when it is done. */
  private static Runnable once(Runnable action) {
    return new Runnable() {
      private boolean done;

      @Override
      public synchronized void run() {
        if (!done) {
          done = true;
          action.run();
        }
      }
    };
  }

  private void follow(RunFile run, Bench bench, RunControl control) {
    if (follower != RunFollower.NONE) {
      run.follow(follower::recorded, control::await);
      bench.ports().onSpectrum((neuron, trace) -> run.tell(() -> new NotedSpectrum(neuron, trace)));
      follower.began(run, bench, control);
    }
  }

  private <R> R execute(Experiment<R> experiment, RunContext context, SafeEnding ending) {
    Bench bench = context.bench();
    RunFile run = context.file();
    ending.first(run::freeze);
    try {
      context.resumed().ifPresent(how -> new Resumed(bench, run, display::say).takeUp(how));
      R result = experiment.run(context);
      if (!run.hasEnded()) {
        bench.requireAsLeft();
        Experiment.Ending end = experiment.ending(result);
        run.stop(new StopDocument(bench.clock().now(), end.status(), end.message(), end.results()));
      }
      ending.ending();
      display.clear();
      return result;
    } catch (RuntimeException e) {
      if (ending.stopping() || !run.hasEnded()) {
        ending.noteFailure(run, e);
      }
      display.clear();
      if (!ending.ofReplay()) {
        String hint = experiment.unfinished(context, ending.stopping());
        if (!hint.isEmpty()) {
          display.say(hint);
        }
      }
      throw e;
    }
  }

  private Preflight preflight(Backend backend, SafeEnding ending) {
    return new Preflight() {
      @Override
      public boolean isWanted() {
        return backend.judges();
      }

      @Override
      public Bench copy(BenchFile file) {
        return backend.copy(file);
      }

      @Override
      public void refused() {
        backend.noteRefusal();
      }

      @Override
      public boolean isStopping() {
        return ending.stopping();
      }

      @Override
      public Display display() {
        return display;
      }
    };
  }
}
