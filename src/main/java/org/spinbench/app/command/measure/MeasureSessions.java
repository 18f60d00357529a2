package org.spinbench.app.command.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spinbench.app.command.Audience;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Resuming;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.scpi.DesynchronisedException;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.measure.MeasurementResult;
import org.spinbench.experiments.measure.SweepOutput;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.PausedException;
import org.spinbench.experiments.sweep.plan.Plan;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The sessions of a measurement. A pause, and an instrument that drops out, end a session with the
 * bench at rest; the next one resumes the run.
 */
final class MeasureSessions {
  /** First and longest time between two attempts to reach an instrument, s. */
  private static final double FIRST_WAIT = 1;

  private static final double LONGEST_WAIT = 10;

  /** Time between two looks for the end of a pause. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Audience audience;
  private final ExperimentRunner runner;
  private final MeasureOptions options;
  private final CommandSpec spec;
  private final Progress progress;

  /** Whether the user's own bench file says who gets notices, and not the copy in the run. */
  private final boolean ownFile;

  private final Clock clock = new SystemClock();

  /** The run file; none before the first session has made it. */
  private Optional<Path> file = Optional.empty();

  /** Told of the run file as soon as there is one. */
  private Consumer<Path> begun = run -> {};

  private double reconnectFor;

  /** When the last new point was measured, or the first session began. */
  private long lastPoint = clock.nanos();

  private double wait = FIRST_WAIT;

  /** What was not at rest when a session ended, until a later session measures again. */
  private Optional<String> alarm = Optional.empty();

  MeasureSessions(MeasureOptions options, CommandSpec spec, Progress progress) {
    audience = options.made.audience(progress, options.bench.benchFile);
    ownFile = options.bench.benchFile != null;
    runner = audience.followSessions(options.made.runner(progress));
    this.options = options;
    this.spec = spec;
    this.progress = progress;
  }

  /** The same sessions, which tell of their run file when it has been made. */
  MeasureSessions noting(Consumer<Path> whenBegun) {
    begun = whenBegun;
    return this;
  }

  /** Measures a plan. */
  MeasureReport measure(Plan plan) {
    return toTheEnd(
        () -> {
          try (Backend backend = Backends.of(options.bench)) {
            return runner.run(backend, new Measurement(plan, opener(plan)), this::report);
          }
        });
  }

  /** Resumes a run, with a longer plan if there is one. */
  MeasureReport resume(String run, Optional<Plan> longer, boolean skipPoint) {
    Resuming resuming = new Resuming(run, options.made.path(), options.bench, spec);
    return toTheEnd(
        () -> {
          resuming.requireKind(Measurement.KIND);
          if (!ownFile) {
            resuming.sayNotices();
          }
          return longer.isPresent()
              ? resuming.extend(runner, kept -> again(kept, longer, skipPoint), this::report)
              : resuming.resume(runner, kept -> again(kept, longer, skipPoint), this::report);
        });
  }

  private MeasureReport report(ExperimentRunner.Finished<MeasurementResult> finished) {
    return MeasureReport.of(finished, options.pictures.form());
  }

  private Measurement again(RunFile run, Optional<Plan> longer, boolean skipPoint) {
    Plan plan = longer.orElseGet(() -> Measurement.plan(run));
    Measurement measurement = Measurement.of(run, opener(plan));
    longer.ifPresent(measurement::extendedTo);
    return skipPoint ? measurement.skippingNext() : measurement;
  }

  private SweepOutput.Opener opener(Plan plan) {
    return (context, sweep) -> {
      Path path = context.file().path();
      file = Optional.of(path);
      begun.accept(path);
      reconnectFor = context.bench().file().safety().reconnectFor();
      return new MeasureOutput(context, sweep, plan, options.pictures.form())
          .with(
              new PauseWatch(path, clock),
              point -> {
                if (point.number() > sweep.known()) {
                  lastPoint = clock.nanos();
                  wait = FIRST_WAIT;
                  alarm = Optional.empty();
                }
              });
    };
  }

  private MeasureReport toTheEnd(Supplier<MeasureReport> first) {
    try (audience) {
      return lastOf(first);
    }
  }

  private MeasureReport lastOf(Supplier<MeasureReport> first) {
    Supplier<MeasureReport> session = first;
    while (true) {
      try {
        return session.get();
      } catch (PausedException pause) {
        awaitEndOfPause(pause);
      } catch (RuntimeException failure) {
        awaitInstrument(failure);
      }
      session = this::resumed;
    }
  }

  private MeasureReport resumed() {
    BenchOptions bench = options.bench;
    if (!bench.simulated && isSimulated()) {
      bench.benchFile = null; // the run has a copy
    }
    return new Resuming(file.orElseThrow().toString(), options.made.path(), bench, spec)
        .resume(runner, kept -> again(kept, Optional.empty(), false), this::report);
  }

  private boolean isSimulated() {
    try (RunFile run = RunFile.read(file.orElseThrow())) {
      return run.start().chipSeed() != null;
    }
  }

  private void awaitEndOfPause(PausedException pause) {
    Path path = PauseWatch.file(file.orElseThrow());
    progress.say(
        pause.getMessage()
            + notAtRest(pause)
                .map(text -> ". " + text + " Continue")
                .orElse("; the bench is at rest. Continue")
            + " with: spinbench pause --off "
            + file.orElseThrow());
    while (Files.exists(path)) {
      clock.sleep(LOOK);
    }
    lastPoint = clock.nanos();
  }

  /** Waits before the next attempt, or throws the failure. */
  private void awaitInstrument(RuntimeException failure) {
    double left = reconnectFor - (clock.nanos() - lastPoint) * 1e-9;
    if (!isLinkLost(failure) || file.isEmpty() || left <= 0 || !hasFailed()) {
      throw failure;
    }
    // A session that cannot open the bench brings nothing to rest.
    alarm = notAtRest(failure).or(() -> alarm);
    progress.say(
        failure.getMessage()
            + alarm.map(text -> ". " + text + " Trying").orElse(". The bench is at rest; trying")
            + " again for "
            + Durations.text(left)
            + " ([safety] reconnect_for)");
    clock.sleep(Duration.ofMillis(Math.round(1000 * Math.min(wait, left))));
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }

  /** What was not brought to rest when the session ended; empty if all is at rest. */
  private static Optional<String> notAtRest(RuntimeException failure) {
    return Stream.of(failure.getSuppressed())
        .filter(NotAtRestException.class::isInstance)
        .map(Throwable::getMessage)
        .reduce((earlier, last) -> last);
  }

  private boolean hasFailed() {
    try (RunFile run = RunFile.read(file.orElseThrow())) {
      return run.stop().filter(end -> end.status().equals(StopDocument.FAILED)).isPresent();
    }
  }

  private static boolean isLinkLost(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TripException) {
        return false;
      }
      if (cause instanceof TransportException || cause instanceof DesynchronisedException) {
        return true;
      }
    }
    return false;
  }
}
