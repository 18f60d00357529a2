package org.spinbench.app.command.drone;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.study.drone.HyperparameterSearch.Trial;
import org.spinbench.experiments.study.drone.TrainingSearch;
import org.spinbench.simulator.network.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Searches for a better training by random trials. */
@Command(
    name = "search",
    description =
        "Searches for better training settings: draws learning rates, coolings and widths of "
            + "the resonances, and cross-validates each on the training spectra. Does not use the "
            + "test spectra.",
    mixinStandardHelpOptions = true)
final class DroneSearchCommand implements Callable<Integer> {
  private static final String RESULT = "search.json";

  @Spec private CommandSpec spec;
  @Mixin private DroneOptions options;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "20",
      description = "number of settings to try (default: ${DEFAULT-VALUE})")
  private int trials;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "number of parts of the training spectra (default: ${DEFAULT-VALUE})")
  private int folds;

  /** The one JSON object of {@code --json}; trials with the best first. */
  private record Fields(List<Trial> trials, int folds, int spectra, long seed) {}

  @Override
  public Integer call() {
    DroneOptions.atLeastOne(spec, "--trials", trials);
    if (folds < 2) {
      throw new ParameterException(spec.commandLine(), "--folds is " + folds + "; at least 2");
    }
    Spectra train = options.split(List.of(RESULT)).train();
    Progress progress = Progress.to(spec.commandLine());
    List<Trial> found;
    try (Workers workers = Workers.ofMachine()) {
      found =
          new TrainingSearch(train, options.hidden, folds, workers)
              .search(options.training(), trials, share -> progress.show("trials", share, ""));
    }
    progress.clear();
    String json = DroneReport.text(new Fields(found, folds, train.rows(), options.seed)) + "\n";
    if (options.out != null) {
      DroneTrainCommand.write(options.out.resolve(RESULT), json);
    }
    Outputs.print(spec, options.json ? json : text(found));
    return 0;
  }

  private static String text(List<Trial> found) {
    StringBuilder text = new StringBuilder("    right        rate  cooling  damping\n");
    for (Trial trial : found) {
      text.append(
          String.format(
              Locale.ROOT,
              "%7.2f %%  %10.3e  %7.2f  %7.4f%n",
              100 * trial.score(),
              trial.settings().get(TrainingSearch.RATE),
              trial.settings().get(TrainingSearch.COOLING),
              trial.settings().get(TrainingSearch.DAMPING)));
    }
    return text.toString();
  }
}
