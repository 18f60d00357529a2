package org.spinbench.app.command.measure;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.measure.MeasurementResult;
import org.spinbench.experiments.measure.Sequence;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.plan.Plan;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Measures the steps of a sequence, each as a run of its own, and resumes where it ended. */
final class SequenceRunner {
  private final CommandLine line;
  private final MeasureOptions options;
  private final PrintWriter out;
  private final Progress progress;
  private final Map<String, Double> known = new HashMap<>();
  private final List<StepReport> reports = new ArrayList<>();

  /** A step in the JSON of {@code --json}. */
  private record StepReport(
      String step, String status, String run, List<MeasurementResult.Found> findings) {}

  private record AsJson(String sequence, String journal, List<StepReport> steps) {}

  SequenceRunner(CommandLine line, MeasureOptions options) {
    this.line = line;
    this.options = options;
    out = line.getOut();
    progress = Progress.to(line);
  }

  /**
   * Executes the options.
   *
   * @param file of the sequence; empty to resume
   * @return the exit code
   */
  int run(Optional<Path> file) {
    if (file.isPresent() == (options.resume != null)) {
      throw new ParameterException(
          line, "give either a SEQUENCE.toml, or --resume and a file that ends in .steps.json");
    }
    if (options.printPlan || options.skipPoint || options.dryRun && options.json) {
      throw new ParameterException(
          line,
          "--print-plan, --skip-point, and --json with --dry-run have no meaning for a sequence");
    }
    if (options.dryRun) {
      return dryRun(Sequence.read(file.orElseThrow()));
    }
    StepJournal journal = file.map(this::begin).orElseGet(this::again);
    Sequence sequence = journal.sequence();
    try {
      sequence.steps().forEach(step -> step(step, journal));
    } catch (RuntimeException e) {
      progress.say("resume with: spinbench measure sequence --resume " + journal.file());
      throw e;
    }
    out.print(
        options.json
            ? Json.write(new AsJson(sequence.name(), journal.file().toString(), reports)) + "\n"
            : "steps:    " + journal.file() + "\n");
    out.flush();
    return 0;
  }

  private StepJournal begin(Path file) {
    Sequence sequence = Sequence.read(file);
    BenchOptions bench = options.bench;
    String path = bench.benchFile == null ? null : bench.benchFile.toAbsolutePath().toString();
    String slug = sequence.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return StepJournal.begin(
        options.made.path(),
        slug,
        new StepJournal.Content(
            file.toString(),
            UserFile.text(file, "a sequence of plans"),
            sequence.texts(),
            new StepJournal.OnBench(path, bench.chipSeed, bench.simulated),
            List.of()));
  }

  private StepJournal again() {
    StepJournal journal = StepJournal.read(Path.of(options.resume));
    options.resume = null;
    bench(journal);
    return journal;
  }

  /** The bench of the sequence; resuming a step of it names that of its run. */
  private void bench(StepJournal journal) {
    StepJournal.OnBench bench = journal.content().bench();
    options.bench.benchFile = bench.file() == null ? null : Path.of(bench.file());
    options.bench.chipSeed = bench.chipSeed();
    options.bench.simulated = bench.simulated();
  }

  private void step(Sequence.Step step, StepJournal journal) {
    Optional<StepJournal.Entry> before = journal.entry(step.name());
    StepJournal.Status status = before.map(StepJournal.Entry::status).orElse(null);
    if (status == StepJournal.Status.LEFT_OUT || status == null && !step.isWanted(known)) {
      journal.note(step.name(), StepJournal.Status.LEFT_OUT, "");
      say("step " + step.name() + " is left out: " + step.when().orElseThrow() + " does not hold");
      reports.add(new StepReport(step.name(), "left out", "", List.of()));
      return;
    }
    Optional<Path> begun = before.map(StepJournal.Entry::run).map(Path::of);
    if (begun.isEmpty()) {
      Plan plan = step.plan(known);
      PlanRunner runner = new PlanRunner(line, options);
      runner.requireSize(plan);
      say("step " + step.name());
      MeasureReport report =
          runner
              .sessions()
              .noting(run -> journal.note(step.name(), StepJournal.Status.BEGUN, run.toString()))
              .measure(plan);
      say(report.text());
    } else if (!hasEnded(begun.get())) {
      say("step " + step.name() + " resumes");
      MeasureSessions sessions = new PlanRunner(line, options).sessions();
      options.bench.benchFile = null; // the run has a copy
      MeasureReport report = sessions.resume(begun.get().toString(), Optional.empty(), false);
      say(report.text());
      bench(journal);
    }
    String run = journal.entry(step.name()).orElseThrow().run();
    journal.note(step.name(), StepJournal.Status.DONE, run);
    List<MeasurementResult.Found> found = found(Path.of(run));
    Map<String, Double> kept = step.kept(found);
    for (Map.Entry<String, String> one : step.keep().entrySet()) {
      if (!kept.containsKey(one.getKey())) {
        progress.say(
            "step "
                + step.name()
                + " found no \""
                + one.getValue()
                + "\"; "
                + Spelling.choices(
                    one.getValue(), found.stream().map(MeasurementResult.Found::name).toList()));
      }
    }
    known.putAll(kept);
    reports.add(new StepReport(step.name(), "done", run, found));
  }

  private void say(String text) {
    if (!options.json) {
      out.print(text.endsWith("\n") ? text : text + "\n");
      out.flush();
    }
  }

  private static boolean hasEnded(Path run) {
    try (RunFile file = RunFile.read(run)) {
      return file.stop().filter(end -> end.status().equals(StopDocument.SUCCESS)).isPresent();
    }
  }

  private static List<MeasurementResult.Found> found(Path run) {
    try (RunFile file = RunFile.read(run)) {
      return MeasurementResult.found(file.stop().orElseThrow().results());
    }
  }

  private int dryRun(Sequence sequence) {
    int code = 0;
    for (Sequence.Step step : sequence.steps()) {
      if (step.isOpen()) {
        say("step " + step.name() + " depends on what earlier steps find; it is judged before it");
      } else {
        code = Math.max(code, new PlanRunner(line, options).measure(step.plan(Map.of())));
      }
    }
    return code;
  }
}
