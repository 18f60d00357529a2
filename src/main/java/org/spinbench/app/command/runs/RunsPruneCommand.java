package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.review.Pruning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Removes old runs without a result. */
@Command(
    name = "prune",
    description = {
      "Lists old runs that failed, were stopped or were killed, with all files beside them. "
          + "Removes them with --yes.",
      "Keeps runs in progress, and the newest successful run of each kind and task."
    },
    mixinStandardHelpOptions = true)
final class RunsPruneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "a run that began more than N days ago is old (default: ${DEFAULT-VALUE})")
  private int days;

  @Option(
      names = "--successful",
      description = "also old successful runs, except the newest of each kind and task")
  private boolean successful;

  @Option(names = "--yes", description = "remove them")
  private boolean yes;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    if (days < 0) {
      throw new ParameterException(spec.commandLine(), "--days is " + days + "; at least 0");
    }
    if (!folder.path().equals(Runs.DEFAULT_FOLDER)) {
      Runs.requireFolder(folder.path());
    }
    PrintWriter out = spec.commandLine().getOut();
    Instant now = new SystemClock().now();
    List<Pruning.Candidate> found =
        new Pruning(folder.path(), now, Duration.ofDays(days), successful).candidates();
    for (Pruning.Candidate run : found) {
      if (yes) {
        Pruning.remove(run);
      }
      out.printf(
          Locale.ROOT,
          "%s %s: %s, begun %s, %d files, %.1f MB%n",
          yes ? "removed" : "would remove",
          run.name(),
          run.status(),
          run.begun(),
          run.files().size(),
          run.bytes() / 1e6);
    }
    if (found.isEmpty()) {
      out.println("There is nothing to remove in " + folder.path() + ".");
    } else if (!yes) {
      out.println("Nothing was removed; --yes removes them.");
    }
    return 0;
  }
}
