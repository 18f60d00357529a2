package org.spinbench.app.command.runs;

import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.experiments.registry.ExperimentRegistry;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.DeterministicReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Replays a run from its file alone. */
@Command(
    name = "replay",
    description = {
      "Repeats a run without instruments: the same experiment, with the answers in its run "
          + "file.",
      "Every message must equal the recorded one, and every reading and result must agree to "
          + "the last bit. Shows the first difference.",
      "With --against: sets the same setpoints on another bench, and reports the difference."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  /** Status of a run without an end: it is in progress, or was killed. */
  private static final String KILLED = "open";

  @Spec private CommandSpec spec;
  @Mixin private AgainstOptions against;
  @Mixin private OverwriteOption overwrite;

  @Parameters(paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Mixin private RunsFolder folder;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      description =
          "compare from an evaluation or setpoint on (its number), or from a step of training "
              + "on ('block 3'); skip everything before")
  private String from;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Report(
      String runFile,
      String kind,
      String task,
      String status,
      int sessions,
      long events,
      String from,
      boolean same) {}

  @Override
  public Integer call() {
    overwrite.requireFile("--report", against.report);
    try (RunFile run = new Runs(folder.path()).read(name)) {
      if (against.asked()) {
        Progress progress = Progress.to(spec.commandLine());
        ComparisonReport report = new AgainstReports(against, progress).of(run);
        Outputs.print(spec, json ? report.json() + "\n" : report.text());
        return 0;
      }
      DeterministicReplay replay =
          new DeterministicReplay(
              run,
              ExperimentRegistry.standard(),
              Backends::openCopy,
              Progress.to(spec.commandLine()));
      report(run, from == null ? replay.all() : replay.from(from));
    }
    return 0;
  }

  private void report(RunFile run, DeterministicReplay.Outcome outcome) {
    StartDocument start = run.start();
    String status = run.stop().map(StopDocument::status).orElse(KILLED);
    Report report =
        new Report(
            run.path().toString(),
            start.kind(),
            start.task(),
            status,
            outcome.sessions(),
            outcome.events(),
            from,
            true);
    Outputs.print(spec, json ? Json.write(report) + "\n" : text(report, outcome));
  }

  private static String text(Report report, DeterministicReplay.Outcome outcome) {
    return (report.kind + " " + report.task).strip()
        + ", "
        + report.status
        + ": "
        + report.events
        + " recorded events replayed"
        + (report.sessions == 1 ? "" : " in " + report.sessions + " sessions")
        + (report.from == null ? "" : " from " + report.from + " on")
        + (outcome.ended() ? "" : ", up to where the run ended")
        + "; every message and every result equals the recorded one\n";
  }
}
