package org.spinbench.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.spinbench.drivers.transport.Replay;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.sweep.Plan;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lives a run again from its file alone. */
@Command(
    name = "replay",
    description = {
      "Lives a run again without instruments: the same experiment, answered from its run file.",
      "Every message must be the recorded one, and every reading and result the same to the last"
          + " bit; the first difference is shown."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "name of the run, or path of its file")
  private String name;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "folder of run files (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Report(
      String runFile, String kind, String task, String status, int events, boolean same) {}

  @Override
  public Integer call() {
    try (RunFile run = new Runs(folder).read(name)) {
      StopDocument stop = ended(run);
      Replay recorded = Replay.of(run.path().toString(), onlyTranscript(run));
      Path scratch = scratch();
      try {
        live(run, recorded, scratch);
        compare(run, scratch);
      } finally {
        delete(scratch);
      }
      report(run, stop, recorded);
    }
    return 0;
  }

  private static StopDocument ended(RunFile run) {
    StopDocument stop =
        run.stop()
            .orElseThrow(
                () ->
                    new RunException(
                        run.path()
                            + " has no end: the run goes on, or was killed; what can be replayed is"
                            + " a run that ended by itself"));
    if (stop.status().equals(StopDocument.STOPPED)) {
      throw new RunException(
          run.path()
              + " was stopped by its user, at a moment that no replay can find again; what can be"
              + " replayed is a run that ended by itself");
    }
    return stop;
  }

  private static String onlyTranscript(RunFile run) {
    List<String> transcripts = run.transcripts();
    if (transcripts.isEmpty()) {
      throw new RunException(
          run.path() + " holds no messages: it was made by a version that did not record them");
    }
    if (!run.events("resume").isEmpty()) {
      throw new RunException(
          run.path()
              + " was gone on with from its record: the bench was opened "
              + transcripts.size()
              + " times; what can be replayed is a run that passed in one session");
    }
    // A simulated bench that was opened again has lived all of the run again.
    return transcripts.get(transcripts.size() - 1);
  }

  /** Does what the run did, as its file says, into a file in another folder. */
  private void live(RunFile run, Replay recorded, Path scratch) {
    try (Station station = Station.replaying(run, recorded)) {
      experiment(run.start(), station, scratch);
    } catch (RuntimeException e) {
      if (recorded.divergence().isPresent()) {
        // Whatever came after the first divergence is no news.
        throw new RunException(recorded.divergence().get());
      }
      if (!failedSo(run, e)) {
        throw e;
      }
      recorded.verifyFinished();
    }
  }

  private void experiment(StartDocument start, Station station, Path scratch) {
    Progress progress = Progress.to(spec.commandLine().getErr());
    switch (start.kind()) {
      case "train" ->
          new Training(progress, scratch)
              .begin(
                  station,
                  Task.named(start.task()),
                  start.seed(),
                  TrainingOptions.of(start.options()));
      case "calibrate" -> new Calibrating(progress, scratch).calibrate(station);
      case "measure" ->
          new Sweeping(progress, scratch)
              .measure(station, Plan.parse(start.options().get("plan"), "the plan of the run"));
      default ->
          throw new RunException("a run of kind '" + start.kind() + "' is none to be replayed");
    }
  }

  private static boolean failedSo(RunFile run, RuntimeException failure) {
    return run.stop()
        .filter(stop -> stop.status().equals(StopDocument.FAILED))
        .filter(stop -> stop.message().equals(failure.getMessage()))
        .isPresent();
  }

  private static void compare(RunFile run, Path scratch) {
    String again = new Runs(scratch).list().get(0).name();
    try (RunFile replayed = new Runs(scratch).read(again)) {
      run.firstDifference(replayed)
          .ifPresent(
              difference -> {
                throw new RunException(
                    "the replay of "
                        + run.path()
                        + " sent the recorded messages and came to something else: "
                        + difference);
              });
    }
  }

  private void report(RunFile run, StopDocument stop, Replay recorded) {
    StartDocument start = run.start();
    Report report =
        new Report(
            run.path().toString(),
            start.kind(),
            start.task(),
            stop.status(),
            recorded.events(),
            true);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json
            ? Json.write(report) + "\n"
            : (start.kind() + " " + start.task()).strip()
                + ", "
                + stop.status()
                + ": "
                + report.events
                + " recorded events replayed; every message and every result is the recorded one\n");
    out.flush();
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("spinbench-replay");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the replay: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the folder of the replay " + folder, e);
    }
  }
}
