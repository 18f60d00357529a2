package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.command.FindingText;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.reanalysis.Reanalysis;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Recovered;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Recomputes the results of a run from its readings. */
@Command(
    name = "fit",
    description = {
      "Computes the results of a run again, from the readings in its file alone: findings of "
          + "a recipe, fitted numbers of a calibration, accuracy of a test.",
      "If the run itself reported another number, shows both."
    },
    mixinStandardHelpOptions = true)
final class RunsFitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Mixin private RunsFolder folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Report(String runFile, boolean same, List<Number> results, Recovered recovered) {}

  private record Number(
      String name,
      double value,
      double deviation,
      String unit,
      Double recordedValue,
      Double recordedDeviation,
      boolean same) {
    static Number of(Reanalysis.Result one) {
      return new Number(
          one.name(),
          one.now().value(),
          one.now().deviation(),
          one.unit(),
          one.recorded().map(Value::value).orElse(null),
          one.recorded().map(Value::deviation).orElse(null),
          one.same());
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RunFile run = new Runs(folder.path()).read(name)) {
      List<Reanalysis.Result> results = Reanalysis.of(run);
      boolean same = results.stream().allMatch(Reanalysis.Result::same);
      if (json) {
        out.println(
            Json.write(
                new Report(
                    run.path().toString(),
                    same,
                    results.stream().map(Number::of).toList(),
                    run.recovery().orElse(null))));
        return 0;
      }
      results.forEach(one -> out.println(line(one)));
      long others = results.stream().filter(one -> !one.same()).count();
      out.println(
          same
              ? "every number equals that of the run, to the last bit"
              : others + " of " + results.size() + " numbers differ from those of the run");
      run.recovery()
          .ifPresent(
              recovered -> {
                String why = same ? "" : ": the numbers come from the rest";
                out.println("the run was " + recovered.text() + why);
              });
    }
    return 0;
  }

  private static String line(Reanalysis.Result one) {
    String now = FindingText.of(new Finding(one.name(), one.now(), one.unit()));
    if (one.same()) {
      return now;
    }
    return now
        + one.recorded()
            .map(then -> "  (the run: " + then.value() + " ± " + then.deviation() + ")")
            .orElse("  (not in the run)");
  }
}
