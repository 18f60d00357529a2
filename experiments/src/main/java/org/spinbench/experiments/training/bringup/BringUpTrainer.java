package org.spinbench.experiments.training.bringup;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * The trainer of a chip whose devices were all measured at bring-up. It trains the twin of that
 * calibration, transfers the result to the chip, and continues with physics-aware blocks on the
 * chip while they help. The samples that set the decision power are not those that accepted the
 * blocks.
 */
public final class BringUpTrainer implements Trainer {
  /**
   * Floor of the loss relative to the output neuron's largest power. Lower powers count as zero:
   * the noise of a neuron below threshold, and the lines of other neurons in the read-out band.
   */
  private static final double FLOOR = 0.02;

  /** Largest jitter of a bias relative to the largest current of the smallest neuron. */
  private static final double LARGEST_JITTER = 0.00375;

  /** Scale of the loss, e-folds of power. */
  private static final double SCALE = 0.2;

  private final TrainingOptions options;
  private final Clock clock;
  private final TrainingProgress progress;

  /**
   * A trainer.
   *
   * @param clock for the times of its steps
   */
  public BringUpTrainer(TrainingOptions options, Clock clock, TrainingProgress progress) {
    this.options = options;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TrainingFailedException if the network does not learn, or the budget is too small
   */
  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    return new Learning(problem, chip).learn();
  }

  /** One training. */
  private final class Learning {
    private final Problem problem;
    private final Evaluations chip;
    private final Twin twin;
    private final int[] outputs;
    private final Loss shape;
    private final Examples accept;
    private final Examples decide;
    private final Diagnosis diagnosis;
    private final InSituTrainer trainer;

    Learning(Problem problem, Evaluations chip) {
      this.problem = problem;
      this.chip = chip;
      BenchFile file = problem.file();
      twin = Twin.of(problem.prior(), file);
      outputs = problem.outputs();
      shape = Loss.forTwins(problem.answers(), problem.fullPower(), FLOOR, SCALE);
      int accepting = share(options.acceptSamples());
      accept = problem.validation().range(0, accepting);
      decide = problem.validation().range(accepting, accepting + share(options.decisionSamples()));
      diagnosis = new Diagnosis(twin, file, outputs);
      trainer =
          new InSituTrainer(
              twin,
              outputs,
              Arrays.stream(outputs)
                  .mapToDouble(o -> problem.prior().neurons().get(o).powerNoise())
                  .toArray(),
              shape,
              chip,
              problem.train(),
              accept,
              options,
              problem.seed(),
              progress,
              diagnosis);
    }

    TrainedParameters learn() {
      TrainerState state = onChip();
      trainer.apply(state.parameters());
      OutputReadings fresh = trainer.measure(decide, Purpose.VALIDATE, "decision");
      OutputReadings all = OutputReadings.joined(List.of(state.powers(), fresh));
      Decision decision = Decision.best(all, shape);
      note("decision", state.block(), decision, true, state.parameters());
      if (decision.accuracy() < problem.learned() && isSound()) {
        throw new TrainingFailedException(
            failed("on the chip", decision.accuracy(), diagnosis.text()));
      }
      String how =
          String.format(
              Locale.ROOT,
              "twin of a full calibration, then %d blocks on the chip; %.2f %% of %d validation"
                  + " samples right",
              state.block(),
              100 * decision.accuracy(),
              all.size());
      boolean reached = decision.accuracy() >= problem.goal();
      return new TrainedParameters(state.parameters(), decision.powers(), reached, how + around());
    }

    private boolean isSound() {
      return problem.prior().dead().isEmpty();
    }

    /** A note on devices that were excluded. */
    private String around() {
      return isSound() ? "" : "; without " + String.join(", ", Dead.named(problem.prior()));
    }

    private TrainerState onChip() {
      requireEmission();
      requireBudget();
      TrainerState state = deployed();
      while (trainer.isWorthAnotherBlock(state)
          && chip.ledger().left() >= costOfBlock() + decide.size()) {
        InSituTrainer.Block block = trainer.block(state);
        state = block.after();
        note("block", state.block(), block.decision(), block.accepted(), block.proposed());
      }
      return state;
    }

    /** A number of validation samples, reduced in proportion if there are fewer. */
    private int share(int samples) {
      int both = options.acceptSamples() + options.decisionSamples();
      int there = problem.validation().size();
      return there >= both ? samples : samples * there / both;
    }

    private int costOfBlock() {
      return options.stepsPerBlock() * options.batch() + accept.size();
    }

    private void requireEmission() {
      List<NeuronResponse> measured = problem.prior().neurons();
      if (Arrays.stream(outputs).noneMatch(n -> measured.get(n).emits())) {
        String names =
            Arrays.stream(outputs)
                .mapToObj(measured::get)
                .map(n -> n.name() + " (junction " + n.junction() + ")")
                .collect(Collectors.joining(", "));
        throw new TrainingFailedException(
            "nothing can be learned, as no output neuron emits: "
                + names
                + ". Name another in readout.neurons of the bench file, or take another chip.");
      }
    }

    private void requireBudget() {
      int least = accept.size() + decide.size();
      if (chip.ledger().left() < least) {
        throw new TrainingFailedException(
            "after the calibration the budget leaves "
                + chip.ledger().left()
                + " evaluations of the chip, but the trained twin takes "
                + least
                + " to be tried on it; allow more");
      }
    }

    /** The jitter in the options, limited to what small neurons tolerate. */
    private double biasJitter() {
      double smallest =
          problem.file().neurons().stream()
              .mapToDouble(BenchFile.Neuron::maximumCurrent)
              .min()
              .orElseThrow();
      return Math.min(options.biasJitter(), LARGEST_JITTER * smallest);
    }

    private TrainerState deployed() {
      progress.at("twin", 0, 1);
      TwinTrainer.Solution solution =
          new TwinTrainer(twin, shape, outputs, biasJitter(), options.starts(), problem.seed())
              .train(problem.train(), problem.validation());
      progress.at("twin", 1, 1);
      Decision inTwin =
          new Decision(
              solution.levels(),
              shape.at(solution.levels()).decision(),
              solution.loss(),
              solution.accuracy());
      note("twin", 0, inTwin, true, solution.parameters());
      if (solution.accuracy() < problem.learned() && isSound()) {
        throw new TrainingFailedException(
            failed("in the twin", solution.accuracy(), "Look at the calibration's warnings."));
      }
      TrainerState state = trainer.deploy(solution.parameters());
      note("deploy", 0, state.decision(), true, state.parameters());
      return state;
    }

    private void note(
        String phase, int block, Decision decision, boolean accepted, double[] parameters) {
      progress.step(
          new Step(
              clock.now(),
              phase,
              block,
              decision.loss(),
              decision.accuracy(),
              accepted,
              Arrays.stream(parameters).boxed().toList()));
      if (accepted && !phase.equals("twin")) {
        problem.incumbents().found(parameters, decision.powers());
      }
    }
  }

  private static String failed(String where, double accuracy, String why) {
    return String.format(
        Locale.ROOT,
        "the network did not learn: %.1f %% right %s, no better than one layer could. %s",
        100 * accuracy,
        where,
        why);
  }
}
