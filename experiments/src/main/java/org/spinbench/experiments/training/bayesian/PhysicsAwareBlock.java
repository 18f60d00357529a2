package org.spinbench.experiments.training.bayesian;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Descent;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.simulator.network.Adam;

/**
 * A block of gradient steps with the measured forward pass and the twin's slopes at the measured
 * states (physics-aware training: Wright et al. 2022, doi:10.1038/s41586-021-04223-6).
 */
final class PhysicsAwareBlock {
  private static final int STEPS = 10;
  private static final int BATCH = 16;
  private static final int TEST = 32;
  private static final double RATE = 0.008;

  private final Problem problem;
  private final Evaluations chip;
  private final ChipBelief belief;
  private final Loss shape;
  private final RandomGenerator random;
  private final BenchFile file;
  private final int[] outputs;
  private final double[] lower;
  private final double[] upper;

  /**
   * Blocks for a problem.
   *
   * @param belief whose posterior gives the twin; receives the readings
   * @param shape of the loss
   * @param random for the batches
   */
  PhysicsAwareBlock(
      Problem problem, Evaluations chip, ChipBelief belief, Loss shape, RandomGenerator random) {
    this.problem = problem;
    this.chip = chip;
    this.belief = belief;
    this.shape = shape;
    this.random = random;
    file = problem.file();
    outputs = problem.outputs();
    Twin twin = Twin.of(problem.prior(), file);
    lower = twin.lower();
    upper = twin.upper();
  }

  /** Maximum number of evaluations of a block. */
  static int cost() {
    return STEPS * BATCH + 2 * TEST;
  }

  /**
   * The result of a block.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param levels of the decision
   * @param loss of the chip on validation samples
   * @param accuracy on the same, 0 to 1
   * @param better whether the loss fell
   */
  record Outcome(
      double[] parameters, double[] levels, double loss, double accuracy, boolean better) {}

  /** Runs one block, starting from the best parameters. */
  Outcome run(Candidate best) {
    double[] parameters = best.parameters().clone();
    Measured before = measured(parameters, shape.at(best.levels()));
    double[] state = Descent.joined(new double[parameters.length], best.levels());
    for (int i = 0; i < parameters.length; i++) {
      state[i] = (parameters[i] - lower[i]) / (upper[i] - lower[i]);
    }
    Adam adam = Adam.ofChip(state.length);
    TwinWorkspace workspace = Twin.of(belief.fit().calibration(), file).workspace();
    for (int step = 0; step < STEPS; step++) {
      adam.step(state, measuredGradient(parameters, state, workspace), RATE);
      for (int i = 0; i < parameters.length; i++) {
        state[i] = Math.max(0, Math.min(1, state[i]));
        parameters[i] = lower[i] + (upper[i] - lower[i]) * state[i];
      }
    }
    double[] levels = Arrays.copyOfRange(state, parameters.length, state.length);
    Measured after = measured(parameters, shape.at(levels));
    return new Outcome(
        parameters, levels, after.loss(), after.accuracy(), after.loss() < before.loss());
  }

  /** Gradient by a state, with the measured forward pass. */
  private double[] measuredGradient(double[] parameters, double[] state, TwinWorkspace workspace) {
    Examples train = problem.train();
    chip.apply(parameters);
    double[] byParameter = new double[parameters.length];
    double[] byLevel = new double[state.length - parameters.length];
    Loss loss = shape.at(Arrays.copyOfRange(state, parameters.length, state.length));
    for (int b = 0; b < BATCH; b++) {
      int sample = random.nextInt(train.size());
      double[] input = train.inputs()[sample];
      Nodes nodes = belief.read(Purpose.TRAIN, parameters, input, train.labels()[sample]);
      double[] byPower = new double[outputs.length];
      loss.addSlopes(
          OutputNeurons.select(nodes.powers(), outputs),
          train.targets()[sample],
          1.0 / BATCH,
          byPower,
          byLevel);
      workspace.forward(parameters, input);
      workspace.backward(
          parameters, input, complete(nodes, workspace, parameters), byPower, byParameter);
    }
    double[] gradient = Descent.joined(new double[parameters.length], byLevel);
    for (int i = 0; i < parameters.length; i++) {
      gradient[i] = byParameter[i] * (upper[i] - lower[i]);
    }
    return gradient;
  }

  /** The measured states, completed by the twin's emission of hidden neurons. */
  private Nodes complete(Nodes measured, TwinWorkspace workspace, double[] parameters) {
    if (belief.isHidden()) {
      return workspace.nodes();
    }
    Twin twin = Twin.of(belief.fit().calibration(), file);
    double[] powers = measured.powers().clone();
    for (int n = 0; n < powers.length; n++) {
      if (Double.isNaN(powers[n])) {
        double voltage = measured.chainVoltages()[twin.chainOf(n)];
        powers[n] =
            twin.emittedPower(
                n, twin.neuronCurrent(n, parameters[file.synapses().size() + n], voltage));
      }
    }
    return new Nodes(measured.chainVoltages(), powers);
  }

  /** Loss and fraction of correct answers in readings. */
  private record Measured(double loss, double accuracy) {}

  /** The chip's own loss on the first validation samples, always the same ones. */
  private Measured measured(double[] parameters, Loss loss) {
    chip.apply(parameters);
    Examples samples = problem.validation();
    int number = Math.min(TEST, samples.size());
    double sum = 0;
    int right = 0;
    for (int i = 0; i < number; i++) {
      Nodes nodes =
          belief.read(Purpose.ACCEPT, parameters, samples.inputs()[i], samples.labels()[i]);
      double[] powers = OutputNeurons.select(nodes.powers(), outputs);
      sum += loss.value(powers, samples.targets()[i]);
      right += loss.isRight(powers, samples.targets()[i]) ? 1 : 0;
    }
    return new Measured(sum / number, (double) right / number);
  }
}
