package org.spinbench.experiments.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.bayesian.BayesianTrainer;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/** The experiment {@code train}: trains the chip of a bench ({@link TrainingRun}). */
public final class TrainingExperiment implements Experiment<TrainingResult> {
  /** Its name in run files. */
  public static final String KIND = "train";

  private static final String FITTED_FROM = "chip is fitted from";
  private static final String BELIEF = "the trainer's belief";

  /** Whether a run ends as failed if it falls short; older runs have no such option. */
  private static final String FALLING_SHORT = "falling short is";

  private final Assignment task;
  private final long seed;
  private final TrainingOptions options;
  private final boolean fromBelief;
  private final boolean shortfallFails;
  private final boolean fittedEarly;
  private final Optional<Calibration> kept;
  private final Optional<Trainer> own;

  /**
   * A training.
   *
   * @param seed of the samples and of every random choice
   */
  public TrainingExperiment(Assignment task, long seed, TrainingOptions options) {
    this(task, seed, options, true, true, false, Optional.empty(), Optional.empty());
  }

  private TrainingExperiment(
      Assignment task,
      long seed,
      TrainingOptions options,
      boolean fromBelief,
      boolean shortfallFails,
      boolean fittedEarly,
      Optional<Calibration> kept,
      Optional<Trainer> own) {
    this.task = task;
    this.seed = seed;
    this.options = options;
    this.fromBelief = fromBelief;
    this.shortfallFails = shortfallFails;
    this.fittedEarly = fittedEarly;
    this.kept = kept;
    this.own = own;
  }

  /** The experiment of a run. */
  public static TrainingExperiment of(RunFile run) {
    StartDocument start = run.start();
    return new TrainingExperiment(
        Assignment.of(start),
        start.seed(),
        TrainingOptions.of(start.options()),
        isFromBelief(start),
        shortfallFails(start),
        CalibrationExperiment.isEarly(start),
        CalibrationExperiment.fittedEarly(run),
        Optional.empty());
  }

  /**
   * The same with a trainer of your own, which starts from the design of the chip. The options give
   * its name; replaying or resuming the run needs it again.
   *
   * @throws IllegalArgumentException if a trainer of Spinbench has that name
   */
  public TrainingExperiment by(Trainer trainer) {
    if (Trainers.names().contains(Trainers.canonical(options.trainer()))) {
      throw new IllegalArgumentException(
          "a trainer of Spinbench is called '"
              + options.trainer()
              + "'; give yours another name with withTrainer");
    }
    return new TrainingExperiment(
        task, seed, options, fromBelief, shortfallFails, fittedEarly, kept, Optional.of(trainer));
  }

  private Trainers.Way way() {
    return own.map(Trainers::byDesign).orElseGet(() -> Trainers.way(options.trainer()));
  }

  /**
   * Whether a run fits its chip from the trainer's belief. Older runs fitted it from the design
   * alone, and are replayed so.
   */
  static boolean isFromBelief(StartDocument start) {
    return BELIEF.equals(start.options().get(FITTED_FROM));
  }

  /** Whether a run that falls short ends as failed; older runs ended as successes. */
  static boolean shortfallFails(StartDocument start) {
    return StopDocument.FAILED.equals(start.options().get(FALLING_SHORT));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> all = new LinkedHashMap<>(options.toMap());
    all.putAll(task.options());
    if (fromBelief) {
      all.put(FITTED_FROM, BELIEF);
    }
    if (shortfallFails) {
      all.put(FALLING_SHORT, StopDocument.FAILED);
    }
    all.putAll(CalibrationExperiment.options(fittedEarly));
    return new Configuration(task.name(), seed, all);
  }

  @Override
  public void requireSuits(BenchFile file) {
    CalibrationExperiment.requireTunable(file);
    Dataset dataset = task.dataset(seed, new TaskData.Sizes(1, 1, 1), file);
    OutputNeurons.of(dataset.answers(), file);
    requireBudget(file);
    if (options.claim() > 0) {
      dataset.fresh(new CertificationPlan(options.claim()).mostSamples(), seed);
    }
  }

  /** Refuses a bring-up that would exhaust the budget. */
  private void requireBudget(BenchFile bench) {
    boolean measured = way().prior() == Trainers.Prior.MEASURED;
    boolean bayesian = Trainers.believes(options.trainer());
    int first =
        measured
            ? ChipCharacterization.evaluations(bench)
            : bayesian ? BayesianTrainer.FIRST_READINGS : 0;
    if (options.budget() < (measured ? first + 1 : first)) {
      throw new IllegalArgumentException(
          "a budget of "
              + options.budget()
              + " evaluations is too small: the trainer '"
              + options.trainer()
              + "' begins with "
              + first
              + " to bring up the chip; allow some hundreds more");
    }
  }

  @Override
  public RunFile.GoingOn resumedOnInstruments() {
    return RunFile.GoingOn.ANSWERED;
  }

  @Override
  public TrainingResult run(RunContext context) {
    TrainingRun training =
        new TrainingRun(
            context.bench(), context.file(), new TrainingDisplay(context.display()), way());
    training.calibratedBefore(kept);
    return context.resumed().map(training::resume).orElseGet(training::execute);
  }

  @Override
  public String unfinished(RunContext context, boolean stopped) {
    return stopped ? "resume with: spinbench train --resume " + context.file().path() : "";
  }
}
