package org.spinbench.app.command.study;

import static java.time.temporal.ChronoUnit.NANOS;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.StudyFolder;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.StudyRow;
import org.spinbench.experiments.study.engine.StudyRow.Cost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how far a study is. */
@Command(
    name = "status",
    description = "Shows how many tasks of a study have ended, and what they cost.",
    mixinStandardHelpOptions = true)
final class StudyStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "folder of the study")
  private Path path;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(
      String name,
      boolean running,
      int tasks,
      long ended,
      long failed,
      double meanSeconds,
      double longestSeconds,
      double remainingTaskSeconds,
      double atATime) {}

  @Override
  public Integer call() {
    StudyFolder folder;
    try {
      folder = StudyFolder.open(path);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Fields fields = fields(folder.plan(), folder.isRunning(), folder.rows().values());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.write(fields) + "\n" : text(fields));
    out.flush();
    return 0;
  }

  private static Fields fields(StudyPlan plan, boolean running, Collection<StudyRow> rows) {
    long failed = rows.stream().filter(StudyRow::hasFailed).count();
    double mean = rows.stream().mapToDouble(row -> row.cost().seconds()).average().orElse(0);
    double longest = rows.stream().mapToDouble(row -> row.cost().seconds()).max().orElse(0);
    return new Fields(
        plan.name(),
        running,
        plan.tasks(),
        rows.size() - failed,
        failed,
        mean,
        longest,
        mean * (plan.tasks() - rows.size() + failed),
        atATime(rows));
  }

  /** Number of tasks at the same time, on average from the first beginning to the last end. */
  private static double atATime(Collection<StudyRow> rows) {
    List<Cost> costs = rows.stream().map(StudyRow::cost).toList();
    double sum = costs.stream().mapToDouble(Cost::seconds).sum();
    Instant first = costs.stream().map(Cost::began).min(Instant::compareTo).orElse(Instant.EPOCH);
    double last =
        costs.stream()
            .mapToDouble(cost -> 1e-9 * first.until(cost.began(), NANOS) + cost.seconds())
            .max()
            .orElse(0);
    return last > 0 ? sum / last : 0;
  }

  private static String text(Fields fields) {
    return String.format(
        Locale.ROOT,
        "%s: %s; %d of %d tasks ended well, %d failed%n"
            + "a task took %.3f s on average, %.3f s at most; what is left takes about %.0f s of one"
            + " worker%n"
            + "%.2f tasks ran at the same time, on average from the first beginning to the last"
            + " end%n",
        fields.name(),
        fields.running() ? "running" : "not running",
        fields.ended(),
        fields.tasks(),
        fields.failed(),
        fields.meanSeconds(),
        fields.longestSeconds(),
        fields.remainingTaskSeconds(),
        fields.atATime());
  }
}
