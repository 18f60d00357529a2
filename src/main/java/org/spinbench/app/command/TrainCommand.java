package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingOptions;
import org.spinbench.experiments.training.TrainingResult;
import org.spinbench.experiments.training.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Calibrates the chip of a bench, trains it in situ and tests it. */
@Command(
    name = "train",
    description =
        "Calibrates the chip, trains it on the bench, and tests it on inputs that it has not seen.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StationOptions options;

  @Option(
      names = "--task",
      paramLabel = "xor|band|wedge",
      converter = TaskName.class,
      description = "what to learn (default: xor)")
  private Task task;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the samples and of every random choice of the training (default: 1)")
  private Long seed;

  @Option(
      names = "--test-samples",
      paramLabel = "N",
      description = "samples of the final test (default: 500)")
  private Integer testSamples;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "go on with a run that was stopped; it knows its bench, task and seeds")
  private String resume;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "folder for the run file and the pictures (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  private final Clock stopwatch = new SystemClock();

  @Override
  public Integer call() {
    long begin = stopwatch.nanos();
    checkUsage();
    Progress progress = Progress.to(spec.commandLine().getErr());
    TrainingReport report = resume == null ? train(progress, begin) : resume(progress, begin);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.json() + "\n" : report.text());
    out.flush();
    return 0;
  }

  private void checkUsage() {
    CommandLine line = spec.commandLine();
    if (testSamples != null && testSamples < 1) {
      throw new ParameterException(line, "--test-samples is " + testSamples + "; at least 1");
    }
    boolean chosen =
        options.benchFile != null
            || options.chipSeed != null
            || options.coupling != null
            || task != null
            || seed != null
            || testSamples != null;
    if (resume != null && chosen) {
      throw new ParameterException(
          line,
          "--resume goes on with a run as it was begun: leave out BENCH.toml, --chip-seed,"
              + " --coupling, --task, --seed and --test-samples");
    }
  }

  private TrainingReport train(Progress progress, long begin) {
    TrainingOptions training = TrainingOptions.standard();
    if (testSamples != null) {
      training = training.withTestSamples(testSamples);
    }
    TrainingOptions chosen = training;
    Task learned = task == null ? Task.named("xor") : task;
    long experimentSeed = seed == null ? 1 : seed;
    try (Station station = Station.of(options)) {
      return onBench(
          station,
          progress,
          (bench, guard) -> {
            StartDocument start =
                TrainingRun.start(
                    bench,
                    station.text(),
                    station.chipSeed(),
                    learned,
                    experimentSeed,
                    chosen,
                    StartDocument.Program.running(Version.text(), ""));
            try (RunFile run = new Runs(folder).create(start, stopwatch.now())) {
              return execute(bench, run, guard, progress, begin);
            }
          });
    }
  }

  private TrainingReport resume(Progress progress, long begin) {
    try (RunFile run = new Runs(folder).open(resume)) {
      StartDocument start = run.start();
      options.chipSeed = start.chipSeed();
      options.simulated |= start.chipSeed() != null;
      options.coupling =
          BenchFile.Coupling.Mode.valueOf(start.options().get("coupling").toUpperCase(Locale.ROOT));
      try (Station station = Station.of(options, start.bench(), "the bench file of " + resume)) {
        return onBench(
            station, progress, (bench, guard) -> execute(bench, run, guard, progress, begin));
      }
    }
  }

  private static TrainingReport onBench(
      Station station, Progress progress, BiFunction<Bench, Safeguard, TrainingReport> work) {
    TrainingReport report;
    try (Bench bench = station.openBench()) {
      report = Safeguard.during(bench, progress, guard -> work.apply(bench, guard));
    }
    station.verifyReplayed();
    return report;
  }

  private TrainingReport execute(
      Bench bench, RunFile run, Safeguard guard, Progress progress, long begin) {
    TrainingResult result;
    try {
      result = new TrainingRun(bench, run, new TrainingView(progress)).execute();
    } catch (RuntimeException e) {
      progress.clear();
      if (guard.stopping()) {
        run.stop(new StopDocument(stopwatch.now(), StopDocument.STOPPED, "by the user", "{}"));
        progress.say("go on with: spinbench train --resume " + run.path());
      }
      throw e;
    }
    progress.clear();
    Pictures pictures = Pictures.draw(bench.file(), run, result);
    double seconds = (stopwatch.nanos() - begin) * 1e-9;
    return new TrainingReport(result.scores(), run.start(), run.path(), pictures, seconds);
  }

  /** Finds a task by its name. */
  private static final class TaskName implements CommandLine.ITypeConverter<Task> {
    @Override
    public Task convert(String name) {
      try {
        return Task.named(name);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
