package org.spinbench.app.training;

import java.util.List;
import java.util.Map;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.OutputOnly;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.certification.Certification;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.SampleStream;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;
import org.spinbench.simulator.ensemble.VirtualChip;

/**
 * Virtual chips of one kind with the same task: the conditions of a comparison of trainers. The
 * samples are the same for all chips: 128 drawn samples for training, 128 for acceptance and
 * decisions, 512 for the test; of a table a half, a quarter and a quarter, as for any training.
 */
public final class Ensemble {
  private static final TaskData.Sizes DRAWN = new TaskData.Sizes(128, 128, 512);
  private static final long SAMPLES_SEED = 1;

  /** Accuracy for the certification of results that trainers report as successful. */
  private static final double CERTIFIED = 0.95;

  private final BenchFile drawn;
  private final BenchFile file;
  private final Disorder disorder;
  private final Dataset dataset;
  private final boolean outputOnly;
  private final double goal;
  private final long budget;
  private final int[] outputs;
  private final Examples test;

  /**
   * Conditions.
   *
   * @param bench topology, limits and design, from which the chips are drawn
   * @param believed the same chips as their trainers believe them to be: another design, or the
   *     same
   * @param task to learn
   * @param outputOnly whether trainers see only the output neurons
   * @param goal accuracy to reach
   * @param budget evaluations for a trainer on one chip
   * @throws IllegalArgumentException if the bench file has no design, if its inputs or outputs do
   *     not suit the task, or if a device that should be dead does not exist
   */
  public Ensemble(
      BenchFile bench,
      BenchFile believed,
      Disorder disorder,
      Assignment task,
      boolean outputOnly,
      double goal,
      long budget) {
    DesignPrior.of(believed); // without a design there is no prior
    drawn = bench;
    file = believed;
    this.disorder = disorder;
    this.outputOnly = outputOnly;
    this.goal = goal;
    this.budget = budget;
    TaskData.Sizes sizes = task.isTable() ? TrainingOptions.standard().sizes() : DRAWN;
    dataset = task.dataset(SAMPLES_SEED, sizes, file);
    outputs = OutputNeurons.of(dataset.answers(), file);
    test = dataset.test();
    chip(0); // a missing device is refused now, not by the first of many chips
  }

  /**
   * The result of one trainer on one chip.
   *
   * @param chip seed of the chip
   * @param hit evaluations when an incumbent first had the goal's accuracy, by the oracle; −1 if
   *     none had
   * @param declared evaluations when the trainer ended and reported the goal as reached; −1 if it
   *     did not
   * @param evaluations all evaluations of the trainer
   * @param best largest accuracy of an incumbent, by the oracle
   * @param ceiling best known accuracy of the chip from this run: of the best incumbent and, with
   *     dead devices, of a search on the chip itself from there
   * @param improvements incumbents that were better than all before them
   * @param named devices that the trainer reported as failing
   * @param accuracy of its final result, by the oracle
   * @param settings number of times that it set parameters on the chip
   * @param parameterWrites number of changed parameters
   * @param ledger evaluations by purpose, including the certification
   * @param certified evaluations including the certification, if that proved 0.95; −1 if it did
   *     not, or was not tried because the trainer did not reach the goal or a file has too few
   *     samples
   * @param how the trainer's description of its end
   */
  public record Outcome(
      long chip,
      long hit,
      long declared,
      long evaluations,
      double best,
      double ceiling,
      List<Improvement> improvements,
      List<Named> named,
      double accuracy,
      long settings,
      long parameterWrites,
      Map<Purpose, Long> ledger,
      long certified,
      String how) {}

  /**
   * An incumbent that was better than all before it.
   *
   * @param evaluations at its time
   * @param accuracy by the oracle
   */
  public record Improvement(long evaluations, double accuracy) {}

  /**
   * A device that a trainer reported as failing.
   *
   * @param device its name
   * @param kind of its fault
   * @param evaluations at the report
   * @param how the fault and its evidence
   */
  public record Named(String device, Fault.Kind kind, long evaluations, String how) {}

  /** The bench file with the design that trainers believe. */
  public BenchFile file() {
    return file;
  }

  /**
   * The work of a trained chip.
   *
   * @param seed of its samples
   */
  SampleStream work(long seed) {
    return dataset.work(seed);
  }

  /** Evaluations for a trainer on one chip. */
  long budget() {
    return budget;
  }

  /** The visible part of a network. */
  PhysicalNetwork seen(PhysicalNetwork network) {
    return outputOnly ? new OutputOnly(network) : network;
  }

  /** Draws the chip of a seed. */
  VirtualChip chip(long seed) {
    return new VirtualChip(drawn, disorder, seed);
  }

  /** The oracle, which knows the accuracy of parameters on a chip. */
  Oracle oracle(VirtualChip chip) {
    return new Oracle(chip, test, dataset.answers(), outputs);
  }

  /** Whether the chips have failing devices. */
  boolean isDamaged() {
    return !damage().devices().isEmpty();
  }

  /** The failing devices of every chip. */
  public Damage damage() {
    return disorder.damage();
  }

  /** Accuracy to reach. */
  public double goal() {
    return goal;
  }

  /** The best accuracy of the chip of a seed that a search on the chip itself finds, 0 to 1. */
  public double ceiling(long seed) {
    return Ceiling.of(this, seed);
  }

  /** Test samples, which trainers never see. */
  Examples test() {
    return test;
  }

  /** Indices of the output neurons. */
  int[] outputs() {
    return outputs.clone();
  }

  /** The meaning of output powers. */
  Answers answers() {
    return dataset.answers();
  }

  /** The problem of a trainer on a chip; all chips have the same design. */
  Problem problem(long chance, Problem.Incumbents incumbents) {
    return new Problem(
        DesignPrior.of(file),
        file,
        dataset.answers(),
        dataset.train(),
        dataset.validation(),
        goal,
        dataset.learned(),
        chance,
        incumbents);
  }

  /**
   * The seed of a trainer's choices in repeated trainings of a chip: that of the chip in the first.
   *
   * @param repeat from 0
   */
  public static long chance(long chip, int repeat) {
    return chip + 1_000_000L * repeat;
  }

  /**
   * Trains the chip of a seed with a trainer, and certifies a reported success. The budget is the
   * trainer's; the certification is additional.
   */
  public Outcome run(Trainer trainer, long seed) {
    return run(trainer, seed, 0);
  }

  /** The same, with other choices of the trainer in each repeat. */
  public Outcome run(Trainer trainer, long seed, int repeat) {
    VirtualChip chip = chip(seed);
    Oracle oracle = oracle(chip);
    VirtualNetwork network = new VirtualNetwork(chip);
    PhysicalNetwork seen = seen(network);
    Ledger ledger = new Ledger(budget);
    TrainerLog log = new TrainerLog(oracle, ledger);
    Problem problem = problem(chance(seed, repeat), log);
    Evaluations evaluations = new Evaluations(seen, ledger, EvaluationLog.NONE);
    TrainedParameters trained = trainer.train(problem, evaluations);
    double accuracy = oracle.accuracy(trained.parameters(), trained.decisions());
    long settings = network.settings();
    long writes = ledger.parameterWrites();
    long trainedAfter = ledger.total();
    double best = Math.max(log.best(), accuracy);
    boolean certified = trained.reached() && certify(trained, seed, evaluations);
    return new Outcome(
        seed,
        log.firstOf(goal),
        trained.reached() ? trainedAfter : -1,
        trainedAfter,
        best,
        isDamaged() ? Math.max(best, log.ceiling(this, seed)) : best,
        log.improvements(),
        log.named(),
        accuracy,
        settings,
        writes,
        ledger.counts(),
        certified ? ledger.total() : -1,
        trained.how());
  }

  private boolean certify(TrainedParameters trained, long seed, Evaluations chip) {
    CertificationPlan plan = new CertificationPlan(CERTIFIED);
    if (plan.mostSamples() > dataset.mostFresh()) {
      return false;
    }
    chip.ledger().allow(plan.mostSamples());
    chip.apply(trained.parameters());
    Examples fresh = dataset.fresh(plan.mostSamples(), seed);
    return Certification.of(
            plan,
            trained.decisions(),
            fresh,
            dataset.answers(),
            outputs,
            chip,
            (done, needed, figure) -> {})
        .proven();
  }
}
