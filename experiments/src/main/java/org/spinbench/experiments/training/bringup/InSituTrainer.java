package org.spinbench.experiments.training.bringup;

import java.util.random.RandomGenerator;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.network.Adam;

/**
 * Physics-aware training (Wright et al. 2022, doi:10.1038/s41586-021-04223-6): the forward pass is
 * measured on the chip, including the chain voltages between the layers; the backward pass runs
 * through the calibrated twin with its slopes at the measured states.
 *
 * <p>The twin's own gradient over the whole training set needs no evaluations. Only the difference
 * of the chip's gradient is measured, on the samples of a batch. The sum is the chip's gradient,
 * with far less scatter than from a batch alone.
 *
 * <p>Steps are grouped into blocks. After each block the chip is measured on the same validation
 * samples. The block is accepted only if the loss fell by more than the fluctuations of the
 * readings explain. Otherwise the best parameters are restored and the step is halved.
 */
final class InSituTrainer {
  private final Twin twin;
  private final int[] outputs;
  private final double[] powerNoise;
  private final Loss shape;
  private final Evaluations chip;
  private final Examples train;
  private final Examples accept;
  private final TrainingOptions options;
  private final long seed;
  private final TrainingProgress progress;
  private final Diagnosis diagnosis;
  private final double[] lower;
  private final double[] upper;
  private final int synapses;
  private double[] applied;

  /**
   * A trainer of a chip.
   *
   * @param outputs indices of the output neurons
   * @param powerNoise fluctuation of each output's emitted power, rms over power
   * @param shape of the loss
   * @param accept validation samples for every proposal
   */
  InSituTrainer(
      Twin twin,
      int[] outputs,
      double[] powerNoise,
      Loss shape,
      Evaluations chip,
      Examples train,
      Examples accept,
      TrainingOptions options,
      long seed,
      TrainingProgress progress,
      Diagnosis diagnosis) {
    this.twin = twin;
    this.outputs = outputs.clone();
    this.powerNoise = powerNoise.clone();
    this.shape = shape;
    this.chip = chip;
    this.train = train;
    this.accept = accept;
    this.options = options;
    this.seed = seed;
    this.progress = progress;
    this.diagnosis = diagnosis;
    this.lower = twin.lower();
    this.upper = twin.upper();
    this.synapses = lower.length - twin.workspace().powers().length;
  }

  /** Sets trained parameters on the chip and measures their performance. */
  TrainerState deploy(double[] parameters) {
    apply(parameters);
    OutputReadings powers = measure(accept, Purpose.ACCEPT, "deploy");
    return new TrainerState(
        0,
        parameters,
        powers,
        Decision.best(powers, shape),
        Adam.ofChip(parameters.length).state(),
        options.rate(),
        0);
  }

  /** Sets parameters on the chip, A. */
  void apply(double[] parameters) {
    applied = parameters.clone();
    chip.apply(parameters);
  }

  /** Whether another block is worth its evaluations. */
  boolean isWorthAnotherBlock(TrainerState state) {
    return state.block() < options.blocks() && state.rejections() < options.rejections();
  }

  /** A proposed block, its performance, and the state after it. */
  record Block(double[] proposed, Decision decision, boolean accepted, TrainerState after) {}

  /** Runs one block: gradient steps from the best parameters, then the acceptance test. */
  Block block(TrainerState before) {
    RandomGenerator random = Seeds.generator(seed, 7, before.block());
    double[] parameters = before.parameters().clone();
    Adam adam = Adam.ofChip(before.parameters().length);
    adam.restore(before.adam());
    String stage = "block " + (before.block() + 1);
    int ofSteps = options.stepsPerBlock() * options.batch();
    for (int step = 0; step < options.stepsPerBlock(); step++) {
      progress.at(stage, step * options.batch(), ofSteps + accept.size());
      apply(parameters);
      move(parameters, gradient(parameters, before.decision(), random), adam, before.rate());
    }
    apply(parameters);
    OutputReadings powers = measure(accept, Purpose.ACCEPT, stage, ofSteps);
    Decision decision = Decision.best(powers, shape);
    boolean accepted = isBetter(before, powers, decision);
    TrainerState after =
        accepted
            ? new TrainerState(
                before.block() + 1, parameters, powers, decision, adam.state(), before.rate(), 0)
            : new TrainerState(
                before.block() + 1,
                before.parameters(),
                before.powers(),
                before.decision(),
                before.adam(),
                before.rate() / 2,
                before.rejections() + 1);
    return new Block(parameters, decision, accepted, after);
  }

  /** Moves parameters by Adam, in units of their ranges and within them. */
  private void move(double[] parameters, double[] gradient, Adam adam, double rate) {
    double[] position = new double[parameters.length];
    double[] slope = new double[parameters.length];
    for (int i = 0; i < position.length; i++) {
      double range = upper[i] - lower[i];
      position[i] = (parameters[i] - lower[i]) / range;
      slope[i] = gradient[i] * range;
    }
    adam.step(position, slope, rate);
    for (int i = 0; i < position.length; i++) {
      double inRange = Math.max(0, Math.min(1, position[i]));
      parameters[i] = lower[i] + (upper[i] - lower[i]) * inRange;
    }
  }

  /** The chip's gradient: the twin's over all samples, plus the difference measured on a batch. */
  private double[] gradient(double[] parameters, Decision decision, RandomGenerator random) {
    Loss loss = shape.at(decision.levels());
    TwinWorkspace workspace = twin.workspace();
    double[] gradient = new double[parameters.length];
    for (int i = 0; i < train.size(); i++) {
      addTwin(parameters, i, loss, workspace, gradient, 1.0 / train.size());
    }
    for (int b = 0; b < options.batch(); b++) {
      int example = random.nextInt(train.size());
      double weight = 1.0 / options.batch();
      addTwin(parameters, example, loss, workspace, gradient, -weight);
      addMeasured(parameters, example, loss, workspace, gradient, weight);
    }
    return gradient;
  }

  private void addTwin(
      double[] parameters,
      int example,
      Loss loss,
      TwinWorkspace workspace,
      double[] gradient,
      double weight) {
    double[] input = train.inputs()[example];
    workspace.forward(parameters, input);
    double[] slopes = slopes(loss, workspace.powers(), example, weight);
    workspace.backward(parameters, input, slopes, gradient);
  }

  private void addMeasured(
      double[] parameters,
      int example,
      Loss loss,
      TwinWorkspace workspace,
      double[] gradient,
      double weight) {
    double[] input = train.inputs()[example];
    Nodes nodes = complete(parameters, evaluate(train, example, Purpose.TRAIN));
    double[] slopes = slopes(loss, nodes.powers(), example, weight);
    workspace.backward(parameters, input, nodes, slopes, gradient);
  }

  /** Derivatives of an example's loss by the output powers, times a weight. */
  private double[] slopes(Loss loss, double[] powers, int example, double weight) {
    double[] slopes = new double[outputs.length];
    loss.addSlopes(
        OutputNeurons.select(powers, outputs),
        train.targets()[example],
        weight,
        slopes,
        new double[loss.levels().length]);
    return slopes;
  }

  /**
   * Adds quantities that are not read: the emission of hidden neurons at the measured chain
   * voltages.
   */
  private Nodes complete(double[] parameters, Nodes measured) {
    double[] powers = measured.powers().clone();
    for (int n = 0; n < powers.length; n++) {
      if (Double.isNaN(powers[n])) {
        double voltage = measured.chainVoltages()[twin.chainOf(n)];
        powers[n] = twin.emittedPower(n, twin.neuronCurrent(n, parameters[synapses + n], voltage));
      }
    }
    return new Nodes(measured.chainVoltages(), powers);
  }

  private Nodes evaluate(Examples examples, int index, Purpose purpose) {
    double[] input = examples.inputs()[index];
    Nodes nodes = chip.evaluate(purpose, input, examples.labels()[index]);
    diagnosis.add(applied, input, nodes);
    return nodes;
  }

  /** Output powers of examples at the present parameters. */
  OutputReadings measure(Examples examples, Purpose purpose, String stage) {
    return measure(examples, purpose, stage, 0);
  }

  /** The same at the end of a stage with earlier evaluations. */
  private OutputReadings measure(Examples examples, Purpose purpose, String stage, int before) {
    double[][] powers = new double[examples.size()][];
    for (int i = 0; i < powers.length; i++) {
      progress.at(stage, before + i, before + powers.length);
      powers[i] = OutputNeurons.select(evaluate(examples, i, purpose).powers(), outputs);
    }
    return new OutputReadings(powers, examples.targets());
  }

  /** Whether the loss fell by more than one standard deviation of its noise. */
  private boolean isBetter(TrainerState before, OutputReadings powers, Decision decision) {
    double noise =
        StrictMath.hypot(
            noiseOfLoss(before.powers(), before.decision()), noiseOfLoss(powers, decision));
    return decision.loss() < before.decision().loss() - noise;
  }

  /** Standard deviation of a mean loss from fluctuations of the emitted power. */
  private double noiseOfLoss(OutputReadings read, Decision decision) {
    Loss loss = shape.at(decision.levels());
    double sum = 0;
    for (int i = 0; i < read.size(); i++) {
      double[] slopes = new double[outputs.length];
      double[] powers = read.powers()[i];
      loss.addSlopes(powers, read.targets()[i], 1, slopes, new double[loss.levels().length]);
      for (int o = 0; o < slopes.length; o++) {
        double noise = slopes[o] * powers[o] * powerNoise[o];
        sum += noise * noise;
      }
    }
    return Math.sqrt(sum) / read.size();
  }
}
