package org.spinbench.app.command.drone;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.study.drone.Baseline;
import org.spinbench.experiments.study.drone.CrossValidation;
import org.spinbench.experiments.study.drone.RfDesign;
import org.spinbench.experiments.study.drone.Score;
import org.spinbench.experiments.study.drone.TrainingSearch;
import org.spinbench.simulator.network.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Cross-validates the published training. */
@Command(
    name = "validate",
    description =
        "Cross-validates the published training on the training spectra: divides them into "
            + "folds with the same share of every class, and tests each fold with a network trained"
            + " on the others. Does not use the test spectra.",
    mixinStandardHelpOptions = true)
final class DroneValidateCommand implements Callable<Integer> {
  private static final String RESULT = "validation.json";

  @Spec private CommandSpec spec;
  @Mixin private DroneOptions options;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "5",
      description = "number of parts of the training spectra (default: ${DEFAULT-VALUE})")
  private int folds;

  /** The one JSON object of {@code --json}. */
  private record Fields(
      double accuracy,
      List<Double> perFold,
      double linearAccuracy,
      double linearLogAccuracy,
      int folds,
      int repeats,
      int spectra,
      long seed) {}

  @Override
  public Integer call() {
    if (folds < 2) {
      throw new ParameterException(spec.commandLine(), "--folds is " + folds + "; at least 2");
    }
    Spectra train = options.split(List.of(RESULT)).train();
    Progress progress = Progress.to(spec.commandLine());
    try (Workers workers = Workers.ofMachine()) {
      List<Score> scores =
          new TrainingSearch(train, options.hidden, folds, workers)
              .validate(
                  options.training(),
                  RfDesign.PUBLISHED,
                  options.seeds,
                  share -> progress.show("cross-validation", share, ""));
      Map<Baseline, Double> linear = new EnumMap<>(Baseline.class);
      for (Baseline baseline : List.of(Baseline.LINEAR, Baseline.LINEAR_LOG)) {
        linear.put(
            baseline,
            TrainingSearch.accuracy(
                CrossValidation.scores(
                    train,
                    folds,
                    options.seeds,
                    options.seed,
                    (most, fold, seed) -> Score.of(baseline.train(most, workers, seed), fold))));
      }
      progress.clear();
      print(
          new Fields(
              TrainingSearch.accuracy(scores),
              scores.stream().map(Score::accuracy).toList(),
              linear.get(Baseline.LINEAR),
              linear.get(Baseline.LINEAR_LOG),
              folds,
              options.seeds,
              train.rows(),
              options.seed));
    }
    return 0;
  }

  private void print(Fields result) {
    String json = DroneReport.text(result) + "\n";
    if (options.out != null) {
      DroneTrainCommand.write(options.out.resolve(RESULT), json);
    }
    Outputs.print(spec, options.json ? json : text(result));
  }

  private static String text(Fields result) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "RF network:        %6s %% of %d training spectra right, each judged by networks that"
                + " never saw it%nlinear:            %6s %%%nlinear, log power: %6s %%%n"
                + "folds:            ",
            Percent.of(result.accuracy(), 2),
            result.spectra(),
            Percent.of(result.linearAccuracy(), 2),
            Percent.of(result.linearLogAccuracy(), 2)));
    result
        .perFold()
        .forEach(fold -> text.append(String.format(Locale.ROOT, " %6s", Percent.of(fold, 2))));
    return text.append(" %\n").toString();
  }
}
