package org.spinbench.experiments.training.bringup;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.experiments.training.trainer.ResonantInitialization;
import org.spinbench.simulator.network.Adam;

/**
 * Trains a twin without evaluations of the chip. Gradient descent from one start often ends with a
 * dead neuron or on the wrong side of a resonance. So it begins with many random parameter sets,
 * keeps the most promising, and trains them in rounds; each round keeps fewer for longer.
 *
 * <p>Biases jitter in every evaluation, like the fluctuating emission of a chip, so that the result
 * keeps a safe distance from its own decision.
 *
 * <p>Starts run on all cores. Each has its own seed and results are compared in their order, so the
 * outcome does not depend on the number of cores.
 */
final class TwinTrainer {
  /**
   * One round: number of candidates of {@link #DRAWS}, number of steps, size of a batch, and width
   * of the loss relative to that at the end.
   */
  private record Round(int candidates, int steps, int batch, double rate, double width) {}

  private static final int DRAWS = 4000;
  private static final int DRAW_SAMPLES = 64;
  private static final double DRAW_WIDTH = 2.5;

  /** Half width of a uniform distribution over its standard deviation. */
  private static final double SQRT_3 = StrictMath.sqrt(3);

  private static final List<Round> ROUNDS =
      List.of(
          new Round(256, 80, 32, 0.03, 2.5),
          new Round(48, 300, 64, 0.015, 1.5),
          new Round(6, 1000, 128, 0.005, 1));

  private final Twin twin;
  private final double[] lower;
  private final double[] range;
  private final ResonantInitialization aboutTones;
  private final int synapses;
  private final double biasJitter;
  private final long seed;
  private final Loss shape;
  private final int[] outputs;
  private final int starts;

  /**
   * A trainer of a twin.
   *
   * @param shape of the loss, with its final width
   * @param outputs indices of the output neurons
   * @param biasJitter jitter of every bias current, uniform, A rms
   * @param starts number of random parameter sets, plus further ones around the tones for a large
   *     network; {@value #DRAWS} find a good one on almost every chip
   * @param seed of all starts and batches
   */
  TwinTrainer(Twin twin, Loss shape, int[] outputs, double biasJitter, int starts, long seed) {
    this.twin = twin;
    this.lower = twin.lower();
    this.aboutTones = new ResonantInitialization(twin);
    double[] upper = twin.upper();
    this.range = IntStream.range(0, lower.length).mapToDouble(i -> upper[i] - lower[i]).toArray();
    this.synapses = lower.length - twin.workspace().powers().length;
    this.shape = shape;
    this.outputs = outputs.clone();
    this.biasJitter = biasJitter;
    this.starts = starts;
    this.seed = seed;
  }

  /**
   * A trained parameter set.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param levels of the decision
   * @param loss on the samples of its selection
   * @param accuracy on the samples of its selection
   */
  record Solution(double[] parameters, double[] levels, double loss, double accuracy) {}

  /** Trains on examples, and chooses among starts on others. */
  Solution train(Examples train, Examples validation) {
    Examples few = train.range(0, Math.min(DRAW_SAMPLES, train.size()));
    List<double[]> candidates =
        best(parallel(starts + aboutTones.beside(starts), i -> draw(i, few)), share(ROUNDS.get(0)));
    for (int r = 0; r < ROUNDS.size(); r++) {
      Round round = ROUNDS.get(r);
      List<double[]> entering = candidates;
      long index = r;
      int keep = r + 1 < ROUNDS.size() ? share(ROUNDS.get(r + 1)) : 1;
      candidates =
          best(
              parallel(
                  entering.size(),
                  i ->
                      scored(
                          run(entering.get(i), round, train, Seeds.generator(seed, index, i)),
                          validation,
                          round.width())),
              keep);
    }
    double[] state = candidates.get(0);
    return solution(state, validation, ROUNDS.get(ROUNDS.size() - 1).width());
  }

  /** Number of candidates in a round, scaled with the number of starts. */
  private int share(Round round) {
    return Math.max(1, Math.round((float) round.candidates() * starts / DRAWS));
  }

  private record Scored(double[] state, double loss) {}

  private static <T> List<T> parallel(int number, IntFunction<T> work) {
    return IntStream.range(0, number).parallel().mapToObj(work).toList();
  }

  /** States with the smallest loss; equal ones in their order. */
  private static List<double[]> best(List<Scored> scored, int number) {
    return scored.stream()
        .sorted(Comparator.comparingDouble(Scored::loss))
        .limit(number)
        .map(Scored::state)
        .toList();
  }

  /** A random state: parameters relative to their range, then the levels of the decision. */
  private Scored draw(int index, Examples few) {
    RandomGenerator random = Seeds.generator(seed, -1, index);
    double[] state = new double[lower.length + shape.levels().length];
    for (int i = 0; i < lower.length; i++) {
      state[i] = i < synapses ? random.nextDouble() : 0.4 + 0.6 * random.nextDouble();
    }
    if (index >= starts) {
      aboutTones.gather(state);
    }
    double[] levels = shape.widened(DRAW_WIDTH).bestLevels(readings(state, few));
    System.arraycopy(levels, 0, state, lower.length, levels.length);
    return scored(state, few, DRAW_WIDTH);
  }

  private Scored scored(double[] state, Examples examples, double width) {
    return new Scored(state, readings(state, examples).loss(loss(state, width)));
  }

  private Solution solution(double[] state, Examples validation, double width) {
    Decision decision = Decision.at(loss(state, width), readings(state, validation));
    return new Solution(parameters(state), decision.levels(), decision.loss(), decision.accuracy());
  }

  /** Adam on random batches; the rate falls to a tenth over the second half. */
  private double[] run(double[] start, Round round, Examples train, RandomGenerator random) {
    double[] state = start.clone();
    Gradient gradient = new Gradient(random);
    Adam adam = Adam.ofChip(state.length);
    for (int step = 0; step < round.steps(); step++) {
      gradient.begin(state, round.width());
      for (int b = 0; b < round.batch(); b++) {
        int example = random.nextInt(train.size());
        gradient.add(train.inputs()[example], train.targets()[example]);
      }
      double left = 2.0 * (round.steps() - step) / round.steps();
      adam.step(state, gradient.ofState(), round.rate() * Math.max(0.1, Math.min(1, left)));
      for (int i = 0; i < lower.length; i++) {
        state[i] = Math.max(0, Math.min(1, state[i]));
      }
    }
    return state;
  }

  /** The gradient of the summed loss by a state, with memory for one thread. */
  private final class Gradient {
    private final RandomGenerator random;
    private final TwinWorkspace workspace = twin.workspace();
    private final double[] byParameter = new double[lower.length];
    private final double[] byPower = new double[outputs.length];
    private final double[] byLevel = new double[shape.levels().length];
    private double[] parameters;
    private double[] jittered;
    private Loss loss;

    Gradient(RandomGenerator random) {
      this.random = random;
    }

    void begin(double[] state, double width) {
      parameters = parameters(state);
      jittered = parameters.clone();
      loss = loss(state, width);
      Arrays.fill(byParameter, 0);
      Arrays.fill(byLevel, 0);
    }

    /** Adds an example's loss, with random jitter of every bias. */
    void add(double[] input, double target) {
      for (int i = synapses; i < parameters.length; i++) {
        jittered[i] = parameters[i] + biasJitter * SQRT_3 * (2 * random.nextDouble() - 1);
      }
      workspace.forward(jittered, input);
      Arrays.fill(byPower, 0);
      loss.addSlopes(
          OutputNeurons.select(workspace.powers(), outputs), target, 1, byPower, byLevel);
      workspace.backward(jittered, input, byPower, byParameter);
    }

    double[] ofState() {
      double[] gradient = new double[lower.length + byLevel.length];
      for (int i = 0; i < lower.length; i++) {
        gradient[i] = byParameter[i] * range[i];
      }
      System.arraycopy(byLevel, 0, gradient, lower.length, byLevel.length);
      return gradient;
    }
  }

  private double[] parameters(double[] state) {
    double[] parameters = new double[lower.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = lower[i] + range[i] * state[i];
    }
    return parameters;
  }

  private Loss loss(double[] state, double width) {
    return shape.widened(width).at(Arrays.copyOfRange(state, lower.length, state.length));
  }

  private OutputReadings readings(double[] state, Examples examples) {
    TwinWorkspace workspace = twin.workspace();
    double[] parameters = parameters(state);
    double[][] powers = new double[examples.size()][];
    for (int i = 0; i < powers.length; i++) {
      workspace.forward(parameters, examples.inputs()[i]);
      powers[i] = OutputNeurons.select(workspace.powers(), outputs);
    }
    return new OutputReadings(powers, examples.targets());
  }
}
