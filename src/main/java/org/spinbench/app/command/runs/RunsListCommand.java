package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the runs of a folder. */
@Command(
    name = "list",
    description = {
      "Lists the runs of a folder, oldest first: begin by the computer's clock (UTC), "
          + "outcome, and accuracy of the test.",
      "For a file that cannot be read, prints the reason; the exit status is then 1."
    },
    mixinStandardHelpOptions = true)
final class RunsListCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final List<String> HEADINGS =
      List.of("run", "begun (UTC)", "status", "task", "chip seed", "accuracy");

  @Spec private CommandSpec spec;

  @Option(names = "--runs", paramLabel = "DIR", description = "folder of run files (default: runs)")
  private Path folder;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path of = folder == null ? Runs.DEFAULT_FOLDER : folder;
    if (folder != null) {
      Runs.requireFolder(folder);
    }
    List<Runs.Summary> runs = new Runs(of).list();
    List<Runs.Summary> readable = runs.stream().filter(run -> run.problem().isEmpty()).toList();
    if (runs.isEmpty()) {
      err.println("There are no runs in " + of + ".");
    }
    if (!readable.isEmpty()) {
      List<List<String>> lines = new ArrayList<>(List.of(HEADINGS));
      readable.forEach(run -> lines.add(line(run)));
      TextTable.lines(lines).forEach(out::println);
    }
    runs.forEach(run -> run.problem().ifPresent(problem -> err.println("spinbench: " + problem)));
    return readable.size() == runs.size() ? 0 : 1;
  }

  private static List<String> line(Runs.Summary run) {
    Long seed = run.start().chipSeed();
    return List.of(
        run.name(),
        TIME.format(run.begun()),
        run.stop().map(StopDocument::status).orElse("not ended"),
        run.start().task(),
        seed == null ? "-" : seed.toString(),
        run.stop().flatMap(RunText::accuracy).orElse("-"));
  }
}
