package org.spinbench.app.training;

import java.util.List;
import java.util.Map;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.drivers.bench.file.ChipDesign.Spread;
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
 * samples are the same for all chips: of a task that draws them 128 to train, 128 to accept and
 * decide with, 512 to test; of a file a half, a quarter and a quarter, as for any training.
 */
public final class Ensemble {
  private static final TaskData.Sizes DRAWN = new TaskData.Sizes(128, 128, 512);
  private static final long SAMPLES_SEED = 1;

  /** Offset of resonances that virtual chips have whatever their spread, half widths rms. */
  private static final double RESONANCE_OFFSET = 0.5;

  /** A belief never narrower than this: relative. */
  private static final double LEAST_SPREAD = 0.02;

  private static final double LEAST_NOISE = 1e-3;

  /** Accuracy that fresh samples are to prove of what a trainer says that it reached. */
  private static final double CERTIFIED = 0.95;

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
   * @param bench topology, limits and design of the chips
   * @param task what they are to learn
   * @param outputOnly whether trainers see nothing but the output neurons
   * @param goal accuracy to reach
   * @param budget evaluations that a trainer may use on one chip
   * @throws IllegalArgumentException if the bench file has no design, not the inputs and outputs
   *     that the task takes, or not a device that is to be dead
   */
  public Ensemble(
      BenchFile bench,
      Disorder disorder,
      Assignment task,
      boolean outputOnly,
      double goal,
      long budget) {
    ChipDesign design =
        bench
            .design()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "bench file \""
                            + bench.name()
                            + "\" has no section [design], from which virtual chips are drawn"));
    double offset = RESONANCE_OFFSET * design.synapse().halfWidth();
    file =
        bench.withDesign(
            design
                .withSpread(new Spread(Math.max(disorder.spread(), LEAST_SPREAD), offset, 0, 0))
                .withReadNoise(Math.max(disorder.noise(), LEAST_NOISE)));
    this.disorder = disorder;
    this.outputOnly = outputOnly;
    this.goal = goal;
    this.budget = budget;
    boolean drawn = !Assignment.isFile(task.options());
    TaskData.Sizes sizes = drawn ? DRAWN : TrainingOptions.standard().sizes();
    dataset = task.dataset(SAMPLES_SEED, sizes, file);
    outputs = OutputNeurons.of(dataset.answers(), file);
    test = dataset.test();
    chip(0); // a device that is not there is refused now, not by the first chip of many
  }

  /**
   * How one trainer did on one chip.
   *
   * @param chip seed of the chip
   * @param hit evaluations when an incumbent first had the goal's accuracy, by the oracle; −1 if
   *     none had
   * @param declared evaluations when the trainer itself ended and said that the goal is reached; −1
   *     if it did not
   * @param evaluations all evaluations of the trainer
   * @param best largest accuracy of an incumbent, by the oracle
   * @param ceiling best accuracy known of the chip from this run: of the best incumbent and, if
   *     devices are dead, of what a search on the chip itself makes of it
   * @param improvements incumbents that were better than all before them
   * @param named devices that the trainer found to fail
   * @param accuracy of what it ended with, by the oracle
   * @param settings how often it put parameters on the chip
   * @param parameterWrites parameters written, each that changed counted
   * @param ledger evaluations by purpose, with those of the certification
   * @param certified evaluations with those of the certification, if that proved 0.95; −1 if it did
   *     not, or was not tried because the trainer did not reach the goal or a file holds too few
   *     samples
   * @param how what the trainer says of its end
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
   * @param evaluations when it was found
   * @param accuracy by the oracle
   */
  public record Improvement(long evaluations, double accuracy) {}

  /**
   * A device that a trainer found to fail.
   *
   * @param device its name
   * @param kind what it fails to do
   * @param evaluations when it was named
   * @param how the fault and its evidence
   */
  public record Named(String device, Fault.Kind kind, long evaluations, String how) {}

  /** The bench file with the design that the chips are drawn from and trainers believe in. */
  public BenchFile file() {
    return file;
  }

  /**
   * What a trained chip does.
   *
   * @param seed of its samples
   */
  SampleStream work(long seed) {
    return dataset.work(seed);
  }

  /** Evaluations that a trainer may use on one chip. */
  long budget() {
    return budget;
  }

  /** What can be seen of a network. */
  PhysicalNetwork seen(PhysicalNetwork network) {
    return outputOnly ? new OutputOnly(network) : network;
  }

  /** Draws the chip of a seed. */
  VirtualChip chip(long seed) {
    return new VirtualChip(file, disorder, seed);
  }

  /** The one who knows how good parameters are on a chip. */
  Oracle oracle(VirtualChip chip) {
    return new Oracle(chip, test, dataset.answers(), outputs);
  }

  /** Whether devices of the chips fail. */
  boolean isDamaged() {
    return !damage().devices().isEmpty();
  }

  /** What fails on every chip. */
  Damage damage() {
    return disorder.damage();
  }

  /** Accuracy to reach. */
  double goal() {
    return goal;
  }

  /** Samples that trainers never see. */
  Examples test() {
    return test;
  }

  /** Numbers of the output neurons. */
  int[] outputs() {
    return outputs.clone();
  }

  /** What output powers are read as. */
  Answers answers() {
    return dataset.answers();
  }

  /** What a trainer is asked to do on a chip; all chips have the same design. */
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
   * The seed of a trainer's choices in one of several trainings of the same chip: that of the chip
   * in the first.
   *
   * @param repeat from 0
   */
  public static long chance(long chip, int repeat) {
    return chip + 1_000_000L * repeat;
  }

  /**
   * Lets a trainer train the chip of a seed, and certifies what it says that it reached. The budget
   * is the trainer's; the certification comes on top of it.
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
    Heard heard = new Heard(oracle, ledger);
    Problem problem = problem(chance(seed, repeat), heard);
    Evaluations evaluations = new Evaluations(seen, ledger, EvaluationLog.NONE);
    TrainedParameters trained = trainer.train(problem, evaluations);
    double accuracy = oracle.accuracy(trained.parameters(), trained.decisions());
    long settings = network.settings();
    long writes = ledger.parameterWrites();
    long trainedAfter = ledger.total();
    double best = Math.max(heard.best(), accuracy);
    boolean certified = trained.reached() && certify(trained, seed, evaluations);
    return new Outcome(
        seed,
        heard.firstOf(goal),
        trained.reached() ? trainedAfter : -1,
        trainedAfter,
        best,
        isDamaged() ? Math.max(best, heard.ceiling(this, seed)) : best,
        heard.improvements(),
        heard.named(),
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
