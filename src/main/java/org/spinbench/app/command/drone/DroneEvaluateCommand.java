package org.spinbench.app.command.drone;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Progress;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.DroneEvaluation;
import org.spinbench.experiments.study.drone.Suite;
import org.spinbench.experiments.study.drone.SuiteTable;
import org.spinbench.simulator.network.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tests the large network under conditions that are missing from the published split. */
@Command(
    name = "evaluate",
    description =
        "Tests the large RF network with shifts, noise and detuning, and on unknown "
            + "transmitters. Compares it with linear models, one layer of resonators and "
            + "perceptrons.",
    mixinStandardHelpOptions = true)
final class DroneEvaluateCommand implements Callable<Integer> {
  private static final String RESULT = "suites.json";

  @Spec private CommandSpec spec;
  @Mixin private DroneOptions options;

  @Option(
      names = "--suite",
      paramLabel = "published|shift|snr|floor|detuning|unseen|all",
      defaultValue = "published",
      description = "tests to run (default: ${DEFAULT-VALUE})")
  private String suite;

  @Option(
      names = "--dwells",
      paramLabel = "MS",
      split = ",",
      defaultValue = "25,100,400",
      description =
          "durations of a snapshot in ms; the suite of unknown transmitters makes two rows for "
              + "each (default: ${DEFAULT-VALUE})")
  private List<Double> dwells;

  /** The one JSON object of {@code --json}. */
  private record Fields(List<SuiteTable> suites, int seeds, long seed) {}

  @Override
  public Integer call() {
    List<Suite> suites = suites();
    dwells.forEach(ms -> options.dwell("--dwells", ms));
    SpectraSplit data = options.split(List.of(RESULT));
    Progress progress = Progress.to(spec.commandLine());
    PrintWriter out = spec.commandLine().getOut();
    List<SuiteTable> tables = new ArrayList<>();
    DroneEvaluation.Settings settings =
        DroneEvaluation.Settings.STANDARD
            .with(options.hidden, options.training(), options.seeds)
            .withDwells(dwells.stream().map(ms -> 1e-3 * ms).toList());
    try (Workers workers = Workers.ofMachine()) {
      for (Suite next : suites) {
        DroneEvaluation evaluation =
            new DroneEvaluation(
                data,
                settings,
                workers,
                (stage, share) -> progress.show(next.title() + ": " + stage, share, ""));
        tables.add(evaluation.run(next));
        progress.clear();
        if (!options.json) {
          out.println(tables.get(tables.size() - 1).text());
          out.flush();
        }
      }
    }
    String json = DroneReport.text(new Fields(tables, options.seeds, options.seed)) + "\n";
    if (options.json) {
      out.print(json);
      out.flush();
    }
    if (options.out != null) {
      DroneTrainCommand.write(options.out.resolve(RESULT), json);
    }
    return 0;
  }

  private List<Suite> suites() {
    try {
      return Suite.named(suite);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
