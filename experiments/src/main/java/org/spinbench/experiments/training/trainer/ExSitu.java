package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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
import org.spinbench.simulator.network.Adam;

/**
 * Training without the chip: points that are good for the believed chip, or on average for chips
 * drawn from the belief (statistics-aware training, Borders et al. 2024,
 * doi:10.1103/PhysRevApplied.21.054028). Random points are tried; the most promising are trained by
 * Adam, with each sample on one of the chips.
 */
final class ExSitu {
  private static final int DRAWS = 400;
  private static final int DRAW_SAMPLES = 32;
  private static final int STARTS = 12;
  private static final int STEPS = 150;
  private static final int FINALISTS = 3;
  private static final int BATCH = 32;
  private static final double RATE = 0.05;
  private static final int CHIPS = 12;

  /** Range of random field lines, in half widths. */
  private static final double FIELD_REACH = 2;

  /** Range of random biases, relative to the largest. */
  private static final double LOWEST_BIAS = 0.4;

  private static final double HIGHEST_BIAS = 0.9;

  private final Problem problem;
  private final List<Twin> twins;
  private final Coordinates coordinates;
  private final int synapses;
  private final int[] outputs;
  private final Loss shape;
  private final long seed;

  private ExSitu(Problem problem, List<Twin> twins, long seed) {
    this.problem = problem;
    this.twins = twins;
    this.seed = seed;
    coordinates = new Coordinates(problem.prior(), twins.get(0));
    synapses = problem.file().synapses().size();
    outputs = problem.outputs();
    shape = shape(problem);
  }

  /** A solution: a point with the levels of its decision. */
  record Solution(double[] point, double[] levels, double loss) {}

  /** The best of the first {@link #nominal(Problem, long) solutions} for the believed chip. */
  static Solution nominal(Problem problem) {
    return nominal(problem, 0).get(0);
  }

  /**
   * Solutions for the believed chip, best first.
   *
   * @param round number of these solutions; each round gives others
   */
  static List<Solution> nominal(Problem problem, long round) {
    Twin believed = Twin.of(problem.prior(), problem.file());
    long own = Seeds.generator(problem.seed(), 40, round).nextLong();
    return new ExSitu(problem, List.of(believed), own).solutions();
  }

  /** A solution for chips drawn from the belief; it descends from those for the believed chip. */
  static Solution robust(Problem problem) {
    long own = Seeds.generator(problem.seed(), 47).nextLong();
    List<Twin> twins = new ArrayList<>();
    for (int i = 0; i < CHIPS; i++) {
      twins.add(Twin.of(Belief.draw(problem.prior(), Seeds.generator(own, 1, i)), problem.file()));
    }
    ExSitu drawn = new ExSitu(problem, twins, own);
    return nominal(problem, 0).stream()
        .map(s -> drawn.descended(s.point(), s.levels(), STEPS))
        .min(Comparator.comparingDouble(Solution::loss))
        .orElseThrow();
  }

  /** The loss of trainers. */
  static Loss shape(Problem problem) {
    return Loss.forReadings(problem.answers(), problem.fullPower());
  }

  /**
   * Tries random points and trains the most promising; with several outputs, the best for longer.
   */
  private List<Solution> solutions() {
    List<Solution> first = trained();
    if (outputs.length == 1) {
      return first;
    }
    return first.stream()
        .limit(FINALISTS)
        .map(s -> descended(s.point(), s.levels(), STEPS * outputs.length))
        .sorted(Comparator.comparingDouble(Solution::loss))
        .toList();
  }

  private List<Solution> trained() {
    return IntStream.range(0, DRAWS)
        .mapToObj(i -> scored(draw(Seeds.generator(seed, 2, i)), DRAW_SAMPLES))
        .sorted(Comparator.comparingDouble(Solution::loss))
        .limit(STARTS)
        .map(s -> descended(s.point(), s.levels(), STEPS))
        .sorted(Comparator.comparingDouble(Solution::loss))
        .toList();
  }

  private double[] draw(RandomGenerator random) {
    return draw(coordinates, synapses, random);
  }

  /** A random point with a response. */
  static double[] draw(Coordinates coordinates, int synapses, RandomGenerator random) {
    double[] point = new double[coordinates.size()];
    for (int i = 0; i < point.length; i++) {
      double part = random.nextDouble();
      point[i] =
          i < synapses
              ? FIELD_REACH * (2 * part - 1)
              : coordinates.upper(i) * (LOWEST_BIAS + (HIGHEST_BIAS - LOWEST_BIAS) * part);
    }
    coordinates.keepInside(point, 0);
    return point;
  }

  /** The performance of a point on samples, with the chips in turn. */
  private Solution scored(double[] point, int samples) {
    Examples examples = problem.train();
    int number = Math.min(samples, examples.size());
    double[] parameters = coordinates.parameters(point);
    double[][] powers = new double[number][];
    List<TwinWorkspace> workspaces = twins.stream().map(Twin::workspace).toList();
    for (int i = 0; i < number; i++) {
      TwinWorkspace workspace = workspaces.get(i % workspaces.size());
      workspace.forward(parameters, examples.inputs()[i]);
      powers[i] = OutputNeurons.select(workspace.powers(), outputs);
    }
    double[] targets = examples.range(0, number).targets();
    Decision decision = Decision.best(new OutputReadings(powers, targets), shape);
    return new Solution(point, decision.levels(), decision.loss());
  }

  /** Adam on random batches; the rate falls to a tenth over the second half. */
  private Solution descended(double[] point, double[] levels, int steps) {
    double[] state = Descent.joined(point, levels);
    RandomGenerator random = Seeds.generator(seed, 3);
    Adam adam = Adam.ofChip(state.length);
    List<TwinWorkspace> workspaces = twins.stream().map(Twin::workspace).toList();
    for (int step = 0; step < steps; step++) {
      double[] gradient = gradient(state, workspaces, random);
      double left = 2.0 * (steps - step) / steps;
      adam.step(state, gradient, RATE * Math.max(0.1, Math.min(1, left)));
      double[] moved = Arrays.copyOf(state, point.length);
      coordinates.keepInside(moved, 0);
      System.arraycopy(moved, 0, state, 0, moved.length);
    }
    return scored(Arrays.copyOf(state, coordinates.size()), Integer.MAX_VALUE);
  }

  private double[] gradient(
      double[] state, List<TwinWorkspace> workspaces, RandomGenerator random) {
    int size = coordinates.size();
    double[] parameters = coordinates.parameters(Arrays.copyOf(state, size));
    Loss loss = shape.at(Arrays.copyOfRange(state, size, state.length));
    double[] byCurrent = new double[size];
    double[] byLevel = new double[state.length - size];
    for (int b = 0; b < BATCH; b++) {
      TwinWorkspace workspace = workspaces.get(random.nextInt(workspaces.size()));
      int example = random.nextInt(problem.train().size());
      double[] input = problem.train().inputs()[example];
      workspace.forward(parameters, input);
      double[] byPower = new double[outputs.length];
      double[] powers = OutputNeurons.select(workspace.powers(), outputs);
      loss.addSlopes(powers, problem.train().targets()[example], 1.0 / BATCH, byPower, byLevel);
      workspace.backward(parameters, input, byPower, byCurrent);
    }
    double[] gradient = Descent.joined(new double[size], byLevel);
    for (int i = 0; i < size; i++) {
      gradient[i] = byCurrent[i] * coordinates.unit(i);
    }
    return gradient;
  }
}
