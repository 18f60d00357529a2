package org.spinbench.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.spinbench.calibration.Calibration;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.LatencyBudget;
import org.spinbench.experiments.run.Recovery;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at run files. */
@Command(
    name = "runs",
    description =
        "Looks at runs, compares them, reads and writes those of other programs, removes old ones.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunsListCommand.class,
      RunsExportCommand.class,
      RunsCompareCommand.class,
      RunsFitCommand.class,
      RunsImportCommand.class,
      RunsPruneCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class RunsCommand {
  /** Messages of a run that are read to show it. */
  private static final long MESSAGES_READ = 500_000;

  @Spec private CommandSpec spec;

  @Command(
      name = "show",
      description = "Shows one run: how it began, what it measured, how it ended.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "RUN", description = "name of the run, or path of its file")
          String name,
      @Option(
              names = "--runs",
              paramLabel = "DIR",
              defaultValue = "runs",
              description = "folder of run files (default: ${DEFAULT-VALUE})")
          Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    try (RunFile run = new Runs(folder).read(name)) {
      start(out, run);
      run.calibration().ifPresent(json -> out.print("\n" + Calibration.fromJson(json).describe()));
      measured(out, run);
      if (run.start().kind().equals("train")) {
        latency(out, run);
      }
      out.println();
      run.stop().ifPresentOrElse(stop -> end(out, stop), () -> out.println("not ended"));
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = {
        "Checks the file of a run: its tables, and every message by checksums.",
        "Names the first damaged place, and how much stands sound before it."
      },
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(paramLabel = "RUN", description = "name of the run, or path of its file")
          String name,
      @Option(
              names = "--recover",
              paramLabel = "FILE",
              description =
                  "save what can be read of a damaged file into a new one: every row of every"
                      + " table, and the messages up to the damage")
          Path recovered,
      @Option(
              names = "--runs",
              paramLabel = "DIR",
              defaultValue = "runs",
              description = "folder of run files (default: ${DEFAULT-VALUE})")
          Path folder) {
    Path path = new Runs(folder).find(name);
    Optional<String> damage = damage(path);
    if (recovered != null) {
      recover(path, damage, recovered);
    } else if (damage.isPresent()) {
      throw new IllegalStateException(
          damage.get()
              + (RunFile.isOfLaterVersion(path)
                  ? "; verify it with the version of Spinbench that wrote it, or a later one"
                  : "; what can be read is saved by: spinbench runs verify --recover FILE RUN"));
    }
    return 0;
  }

  /** What is wrong with a file; if nothing is, says so. */
  private Optional<String> damage(Path path) {
    try (RunFile run = RunFile.read(path)) {
      RunFile.Check check = run.check();
      String lines = check.lines() + " lines of messages and looks at the clock are sound";
      Optional<String> damage = check.damage().or(() -> lostMessages(run));
      if (damage.isEmpty()) {
        boolean none = run.sessions().isEmpty();
        String sound = none ? "its tables are sound; it holds no messages" : lines;
        spec.commandLine().getOut().println(path + ": " + sound);
      }
      return damage.map(what -> what + "; the first " + lines);
    } catch (RunException e) {
      return Recovery.cutOff(path).or(() -> Optional.of(e.getMessage()));
    }
  }

  /** Nothing was measured without messages, but by other programs and by the first version. */
  private static Optional<String> lostMessages(RunFile run) {
    boolean may =
        !run.isOfMessages() || run.isRecovered() || run.start().kind().equals(RunImport.KIND);
    return may || !run.sessions().isEmpty() || run.readings().isEmpty()
        ? Optional.empty()
        : Optional.of(run.path() + " holds readings, but none of the messages that led to them");
  }

  private void recover(Path path, Optional<String> damage, Path recovered) {
    PrintWriter out = spec.commandLine().getOut();
    damage.ifPresent(out::println);
    Recovery.Saved saved = Recovery.save(path, recovered);
    out.println("saved into " + recovered + ":");
    saved
        .rows()
        .forEach(
            (table, rows) -> {
              Long missing = saved.missing().get(table);
              String lost = missing == null ? "" : ", " + missing + " lost";
              out.println("  " + rows + " rows of " + table + lost);
            });
    out.println("  " + saved.lines() + " lines of messages and looks at the clock");
  }

  /** The accuracy of a test, if the run made one. */
  static Optional<String> accuracy(StopDocument stop) {
    JsonNode accuracy = results(stop).path("testAccuracy");
    return accuracy.isNumber()
        ? Optional.of(String.format(Locale.ROOT, "%.2f %%", 100 * accuracy.doubleValue()))
        : Optional.empty();
  }

  private static JsonNode results(StopDocument stop) {
    try {
      return new ObjectMapper().readTree(stop.results());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the results of the run are no JSON: " + e.getMessage(), e);
    }
  }

  private static void start(PrintWriter out, RunFile run) {
    StartDocument start = run.start();
    out.println(run.path());
    out.println((start.kind() + " " + start.task()).strip() + ", begun " + start.time());
    out.println("seed " + start.seed() + ", chip seed " + start.chipSeed());
    out.println("spinbench " + start.program().text() + ", " + start.program().system());
    new TreeMap<>(start.options()).forEach((key, value) -> out.println(key + " = " + value));
    start.instruments().forEach((name, identity) -> out.println(name + ": " + identity));
  }

  private static void measured(PrintWriter out, RunFile run) {
    out.println();
    new TreeMap<>(run.readings())
        .forEach(
            (purpose, number) ->
                out.println(number + " readings to " + purpose.name().toLowerCase(Locale.ROOT)));
    messages(out, run.messages());
    List<Step> steps = run.steps();
    long accepted = steps.stream().filter(Step::accepted).count();
    out.println(steps.size() + " steps of training, " + accepted + " accepted");
    if (!steps.isEmpty()) {
      Step last = steps.get(steps.size() - 1);
      out.printf(
          Locale.ROOT,
          "last step: %s %d, loss %.4f, accuracy %.2f %%%n",
          last.phase(),
          last.block(),
          last.loss(),
          100 * last.accuracy());
    }
  }

  /** All messages have to be read for it, which takes long where there are millions. */
  private static void latency(PrintWriter out, RunFile run) {
    if (run.messages().number() <= MESSAGES_READ) {
      LatencyBudget.of(run).ifPresent(budget -> out.println(budget.text()));
    } else {
      out.println(
          "where the time of an evaluation goes is shown for runs of at most "
              + MESSAGES_READ
              + " messages");
    }
  }

  private static void messages(PrintWriter out, RunFile.Messages messages) {
    if (messages.number() > 0) {
      out.printf(
          Locale.ROOT,
          "%s%d messages, %.0f bytes each in the file, %.0f before they were compressed%n",
          messages.counted() ? "" : "about ",
          messages.number(),
          (double) messages.bytes() / messages.number(),
          (double) messages.text() / messages.number());
    }
  }

  private static void end(PrintWriter out, StopDocument stop) {
    out.println(stop.status() + " at " + stop.time());
    if (!stop.message().isEmpty()) {
      out.println(stop.message());
    }
    results(stop).properties().forEach(e -> out.println(e.getKey() + " = " + e.getValue()));
  }
}
