package org.spinbench.app.command.train;

import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import org.spinbench.app.chart.Drawing;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.ColumnOptions;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.PictureOptions;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Resuming;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Calibrates the chip of a bench, trains it in situ and tests it. */
@Command(
    name = "train",
    description =
        "Calibrates the chip, trains it on the bench, and tests it on new inputs, or proves "
            + "its accuracy on them.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  private static final int MOST_SAMPLES = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  @Option(
      names = "--task",
      paramLabel = "NAME|FILE.csv",
      description =
          "task to learn: xor, band, wedge, diagonal or iris, or a file with one sample in each line "
              + "that ends in .csv or .csv.gz (default: xor)")
  private String task;

  @ArgGroup(validate = false, heading = "%nFor a file of samples:%n")
  private final ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of the samples and of every random choice of the training (default: 1)")
  private Long seed;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      description =
          "trainer: ${COMPLETION-CANDIDATES} (default: "
              + TrainingOptions.DEFAULT_TRAINER
              + ", for which ladder is another name)",
      completionCandidates = TrainerNames.class)
  private String trainer;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "largest number of evaluations to calibrate and train the chip (default: 4000)")
  private Long budget;

  @Option(
      names = "--goal",
      paramLabel = "ACCURACY",
      description =
          "accuracy at which training ends (default: that of --certify, else 0.977, the published"
              + " one); some chips reach 0.99, which takes a longer search")
  private Double goal;

  @Option(
      names = "--certify",
      paramLabel = "ACCURACY",
      description =
          "instead of the final test, measure new samples until they prove this accuracy with "
              + "95 %% confidence, or until it is out of reach; 0.977 takes 159 to 682 samples")
  private Double claim;

  @Option(
      names = "--test-samples",
      paramLabel = "N",
      description = "number of samples in the final test (default: 500)")
  private Integer testSamples;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "resume a run that was stopped or killed, with its bench file, task, seeds and options."
              + " The limits of the bench file apply as they are now, and never wider than they"
              + " were")
  private String resume;

  @Mixin private NewRun made;

  @Mixin private PictureOptions pictures;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    checkUsage();
    Drawing.prepare();
    Progress progress = Progress.to(spec.commandLine());
    ExperimentRunner runner = made.runner(progress, options.benchFile);
    TrainingReport report = resume == null ? begin(runner, progress) : resume(runner, progress);
    Outputs.print(spec, json ? report.json() + "\n" : report.text());
    report
        .scores()
        .shortfall()
        .ifPresent(reason -> spec.commandLine().getErr().println("spinbench: " + reason));
    return report.scores().shortfall().isPresent()
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  private void checkUsage() {
    CommandLine line = spec.commandLine();
    if (testSamples != null && (testSamples < 1 || testSamples > MOST_SAMPLES)) {
      throw new ParameterException(
          line, "--test-samples is " + testSamples + "; from 1 to " + MOST_SAMPLES);
    }
    if (budget != null && budget < 1) {
      throw new ParameterException(line, "--budget is " + budget + "; at least 1");
    }
    if (trainer != null && !Trainers.names().contains(Trainers.canonical(trainer))) {
      throw new ParameterException(
          line,
          "there is no trainer '" + trainer + "'; " + Spelling.choices(trainer, Trainers.names()));
    }
    check(line, "--certify", claim, CertificationPlan::new);
    check(line, "--goal", goal, TrainingOptions.standard()::withGoal);
  }

  private static void check(
      CommandLine line, String option, Double value, DoubleFunction<?> accepted) {
    if (value != null) {
      try {
        accepted.apply(value);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(line, option + ": " + e.getMessage());
      }
    }
  }

  private TrainingReport begin(ExperimentRunner runner, Progress progress) {
    TrainingOptions chosen = TrainingOptions.standard();
    if (testSamples != null) {
      chosen = chosen.withTestSamples(testSamples);
    }
    if (trainer != null) {
      chosen = chosen.withTrainer(Trainers.canonical(trainer));
    }
    if (budget != null) {
      chosen = chosen.withBudget(budget);
    }
    if (claim != null) {
      chosen = chosen.withClaim(claim);
    }
    if (goal != null) {
      chosen = chosen.withGoal(goal);
    }
    Assignment learned = columns.assignment(task == null ? "xor" : task, spec);
    try (Backend backend = Backends.of(options)) {
      return runner.run(
          backend,
          new TrainingExperiment(learned, seed == null ? 1 : seed, chosen),
          finished -> TrainingReport.of(finished, progress, pictures.form()));
    }
  }

  private TrainingReport resume(ExperimentRunner runner, Progress progress) {
    Resuming run = new Resuming(resume, made.path(), options, spec);
    run.requireKind(TrainingExperiment.KIND);
    run.sayNotices();
    return run.resume(
        runner,
        TrainingExperiment::of,
        finished -> TrainingReport.of(finished, progress, pictures.form()));
  }

  /** The names of trainers, for the help. */
  private static final class TrainerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Trainers.names().iterator();
    }
  }
}
