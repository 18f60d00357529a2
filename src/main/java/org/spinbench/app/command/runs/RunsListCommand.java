package org.spinbench.app.command.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.TextTable;
import org.spinbench.app.command.UtcTime;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.catalog.CatalogEntry;
import org.spinbench.experiments.run.catalog.CatalogFilter;
import org.spinbench.experiments.run.catalog.RunCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists the runs of a folder. */
@Command(
    name = "list",
    description = {
      "Lists the runs of a folder, oldest first: begin by the computer's clock (UTC), "
          + "kind, outcome, labels, and the first result. Options select runs; all must hold.",
      "For a file that cannot be read, prints the reason; the exit status is then 1."
    },
    mixinStandardHelpOptions = true)
final class RunsListCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Option(names = "--kind", paramLabel = "KIND", description = "such as measure, train, calibrate")
  private String kind;

  @Option(names = "--sample", paramLabel = "NAME", description = "sample, or a part of its name")
  private String sample;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      converter = NewRun.Tag.class,
      description = "a tag of the run; repeat the option for runs with several tags")
  private List<String> tags = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Start.class,
      description = "first day, such as 2026-11-01, or time, such as 2026-11-01T14:30 (UTC)")
  private Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = End.class,
      description = "last day, or the time after the last run (UTC)")
  private Instant until;

  @Option(
      names = "--search",
      paramLabel = "WORDS",
      description =
          "words, or beginnings of words, in name, labels, notes, options, instruments, results")
  private String search;

  @Option(names = "--runs", paramLabel = "DIR", description = "folder of run files (default: runs)")
  private Path folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /**
   * The list for programs.
   *
   * @param runs the selected runs
   * @param unreadable files that cannot be read, with the problem
   */
  private record Listed(List<JsonNode> runs, List<Unreadable> unreadable) {}

  private record Unreadable(String name, String problem) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path of = folder == null ? Runs.DEFAULT_FOLDER : folder;
    if (folder != null) {
      Runs.requireFolder(folder);
    }
    RunCatalog.Found found = new RunCatalog(of).find(filter());
    if (json) {
      out.println(
          Json.write(
              new Listed(
                  found.found().stream().map(RunsListCommand::object).toList(),
                  found.unreadable().stream()
                      .map(run -> new Unreadable(run.name(), run.problem()))
                      .toList())));
    } else {
      print(found, of, out, err);
    }
    found.unreadable().forEach(run -> err.println("spinbench: " + run.problem()));
    return found.unreadable().isEmpty() ? 0 : 1;
  }

  /** An entry whose results are an object, and no text. */
  private static JsonNode object(CatalogEntry run) {
    ObjectNode object = (ObjectNode) Json.tree(Json.write(run));
    object.set("results", Json.tree(run.results()));
    return object.without("problem");
  }

  private CatalogFilter filter() {
    try {
      return new CatalogFilter(
          Optional.ofNullable(kind),
          Optional.ofNullable(sample),
          tags,
          Optional.ofNullable(since),
          Optional.ofNullable(until),
          Optional.ofNullable(search));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--search: " + e.getMessage());
    }
  }

  private static void print(RunCatalog.Found found, Path of, PrintWriter out, PrintWriter err) {
    if (found.all() == 0) {
      err.println("There are no runs in " + of + ".");
    } else if (found.found().isEmpty() && found.unreadable().size() < found.all()) {
      err.println("None of the " + found.all() + " runs in " + of + " matches.");
    }
    if (!found.found().isEmpty()) {
      boolean sampled = found.found().stream().anyMatch(run -> !run.metadata().sample().isEmpty());
      boolean tagged = found.found().stream().anyMatch(run -> !run.metadata().tags().isEmpty());
      List<List<String>> lines = new ArrayList<>();
      lines.add(
          line(
              List.of("run", "begun (UTC)", "kind", "status", "task"),
              sampled ? List.of("sample") : List.of(),
              tagged ? List.of("tags") : List.of(),
              List.of("chip seed", "result")));
      found.found().forEach(run -> lines.add(line(run, sampled, tagged)));
      TextTable.lines(lines).forEach(out::println);
    }
  }

  private static List<String> line(CatalogEntry run, boolean sampled, boolean tagged) {
    Metadata metadata = run.metadata();
    Long seed = run.chipSeed();
    return line(
        List.of(run.name(), TIME.format(run.begun()), run.kind(), run.status(), run.task()),
        sampled ? List.of(metadata.sample()) : List.of(),
        tagged ? List.of(String.join(",", metadata.tags())) : List.of(),
        List.of(seed == null ? "-" : seed.toString(), RunText.result(run).orElse("-")));
  }

  @SafeVarargs
  private static List<String> line(List<String>... parts) {
    List<String> line = new ArrayList<>();
    for (List<String> part : parts) {
      line.addAll(part);
    }
    return line;
  }

  /** The beginning of a day, or a time. */
  private static final class Start implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return UtcTime.of(text, Duration.ZERO);
    }
  }

  /** The end of a day, or a time. */
  private static final class End implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return UtcTime.of(text, Duration.ofDays(1));
    }
  }
}
