package org.spinbench.app.command.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.review.RunComparison;
import org.spinbench.experiments.run.review.RunComparison.Difference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the differences of two runs. */
@Command(
    name = "compare",
    description = "Shows the differences of two runs, in configuration and outcome.",
    mixinStandardHelpOptions = true)
final class RunsCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "name of a run, or path of its file")
  private String a;

  @Parameters(
      index = "1",
      paramLabel = "B",
      description = "name of another run, or path of its file")
  private String b;

  @Mixin private RunsFolder folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Runs runs = new Runs(folder.path());
    OneRun.refuse(runs.find(a), runs.find(b));
    try (RunFile one = runs.read(a);
        RunFile other = runs.read(b)) {
      RunComparison comparison = RunComparison.of(one, other);
      if (json) {
        out.println(Json.write(comparison));
      } else {
        print(out, "configuration", comparison.configuration());
        print(out, "outcome", comparison.outcome());
      }
    }
    return 0;
  }

  private static void print(PrintWriter out, String title, List<Difference> differences) {
    out.println(title + (differences.isEmpty() ? ": the same" : ""));
    int names = differences.stream().mapToInt(one -> one.name().length()).max().orElse(0);
    int values = differences.stream().mapToInt(one -> text(one.a()).length()).max().orElse(0);
    String format = "  %-" + Math.max(1, names) + "s  %-" + Math.max(1, values) + "s  %s%n";
    for (Difference one : differences) {
      out.printf(Locale.ROOT, format, one.name(), text(one.a()), text(one.b()));
    }
  }

  private static String text(JsonNode value) {
    if (value == null) {
      return "-";
    }
    return value.isTextual() && value.textValue().isEmpty() ? "\"\"" : value.asText();
  }
}
