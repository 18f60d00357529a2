package org.spinbench.experiments.training.bayesian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.experiments.training.trainer.Descent;
import org.spinbench.experiments.training.trainer.ResonantInitialization;
import org.spinbench.simulator.network.Adam;

/**
 * Trains for the uncertainty of a chip: by gradient descent on samples, each evaluated in another
 * twin drawn from the belief. The result is good for most of the twins, and so for the chip if the
 * belief is right. It needs no evaluation of the chip.
 *
 * <p>Descents start from many random parameter sets; the most promising are continued. Each has its
 * own generator and workspaces, so the results in parallel are the same as one after another.
 */
final class PosteriorTrainer {
  private static final int DRAW_SAMPLES = 48;

  /** Number of given parameter sets that are trained further. */
  private static final int AGAIN = 2;

  private static final int ADJUSTED = 4;

  private static final Round SCOUT = new Round(120, 32, 0.05, 0.15, 0.08);
  private static final Round FINAL = new Round(300, 64, 0.02, 0.08, 0.045);

  /** Number of samples for the ranking of states before the best are continued. */
  private static final int RANKED = 512;

  /** Least number of states in a stage of a wide search. */
  private static final int FEWEST = 5;

  /** Number of samples up to which every twin judges each; of more it judges a share. */
  private static final int SHARE = 2000;

  /** Levels of the decision at which a network of another chip starts, relative to its own. */
  private static final double[] KIN_LEVELS = {0.6, 1, 1.6};

  /** First and smallest step of the search for a level, relative to full power. */
  private static final double LEVEL_STEP = 0.03;

  private static final double LEVEL_RESOLUTION = 0.001;

  /** Largest detuning of a start near the tones, half widths. Weights are largest at one. */
  private static final double FURTHEST = 2.5;

  /**
   * Steps, samples per step, rate, and the loss's scale at begin and end relative to full power.
   */
  private record Round(int steps, int batch, double rate, double scale, double lastScale) {}

  /** A number of states, the best so far, that descend for a round. */
  private record Stage(int states, Round round) {}

  /** How widely random starts are searched. */
  enum Breadth {
    /** Finds the best network of most chips in a second or two. */
    USUAL(800, false, new Stage(24, SCOUT), new Stage(5, FINAL)),

    /**
     * Also finds narrow optima, in some ten seconds. On chips drawn from the design of
     * nine-junction-300k the best networks answer 99 % right, where broad optima have 96 to 97.7 %.
     * A descent reaches them mostly from within one half width of their detunings, and at a low
     * rate with a sharp loss; at the usual rate it leaves them.
     */
    WIDE(
        20_000,
        true,
        new Stage(3000, new Round(120, 32, 0.02, 0.1, 0.06)),
        new Stage(600, new Round(300, 32, 0.02, 0.06, 0.03)),
        new Stage(16, new Round(1000, 64, 0.02, 0.08, 0.02)));

    private final int draws;
    private final boolean nearTones;
    private final List<Stage> stages;

    Breadth(int draws, boolean nearTones, Stage... stages) {
      this.draws = draws;
      this.nearTones = nearTones;
      this.stages = List.of(stages);
    }
  }

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(candidate -> -candidate.accuracy());

  private final List<Twin> twins;
  private final int ranking;
  private final Examples train;
  private final Loss shape;
  private final int[] outputs;
  private final double fullPower;
  private final double noise;
  private final boolean placing;
  private final double[] lower;
  private final double[] range;
  private final int synapses;

  /**
   * A trainer for twins.
   *
   * @param twins drawn from the belief, the most probable first
   * @param ranking number of twins that rank states before the best are continued
   * @param answers meaning of output powers
   * @param outputs indices of the output neurons
   * @param fullPower their full scale, W
   * @param noise of a reading, W rms
   * @param placing whether a decision of one level is placed where the twins have most right
   *     answers; not for twins that may be wrong about the chip
   */
  PosteriorTrainer(
      List<Twin> twins,
      int ranking,
      Examples train,
      Answers answers,
      int[] outputs,
      double fullPower,
      double noise,
      boolean placing) {
    this.placing = placing;
    this.twins = twins;
    this.ranking = ranking;
    this.train = train;
    this.outputs = outputs.clone();
    this.fullPower = fullPower;
    shape = Loss.forBelief(answers, fullPower, 1);
    this.noise = noise;
    lower = twins.get(0).lower();
    double[] upper = twins.get(0).upper();
    range = new double[lower.length];
    Arrays.setAll(range, i -> upper[i] - lower[i]);
    synapses = lower.length - twins.get(0).workspace().powers().length;
  }

  /**
   * Parameters with their expected accuracy.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param levels of the decision
   * @param decision numbers of the decision, W
   * @param accuracy expected over the twins, the samples and the noise of readings
   */
  record Candidate(double[] parameters, double[] levels, double[] decision, double accuracy) {}

  /**
   * Trains from random starts and from given parameters; best first. Random starts do not compete
   * with given ones, which have a lead but may lead to nothing better.
   */
  List<Candidate> train(List<Candidate> from, Breadth breadth, RandomGenerator random) {
    return train(from, List.of(), breadth, random);
  }

  /**
   * As {@link #train(List, Breadth, RandomGenerator)}, with networks of other chips as further
   * starts of the last descents.
   */
  List<Candidate> train(
      List<Candidate> from, List<KinNetwork> kin, Breadth breadth, RandomGenerator random) {
    List<double[]> given = from.stream().map(this::state).toList();
    double scale = breadth.stages.get(0).round().scale();
    List<double[]> states =
        best(
            each(draws(breadth, random), random, (state, own) -> place(state, scale)),
            number(breadth, 0),
            DRAW_SAMPLES,
            scale);
    int last = breadth.stages.size() - 1;
    for (int i = 0; i < last; i++) {
      Round round = breadth.stages.get(i).round();
      List<double[]> descended =
          each(states, random, (state, own) -> descend(state, round, 1, own));
      states = best(descended, number(breadth, i + 1), RANKED, round.lastScale());
    }
    List<double[]> starts = new ArrayList<>(best(given, AGAIN, RANKED, FINAL.scale()));
    starts.addAll(states);
    kin.forEach(network -> starts.addAll(states(network)));
    return trained(starts, breadth.stages.get(last).round(), given, random);
  }

  private int number(Breadth breadth, int stage) {
    int states = breadth.stages.get(stage).states();
    return breadth.nearTones ? Math.max(FEWEST, fewer(states)) : states;
  }

  /** A wide search of a large network has fewer states, since each takes longer. */
  private int fewer(int states) {
    int small = ResonantInitialization.SMALL;
    return states * small / Math.max(small, synapses);
  }

  private List<double[]> draws(Breadth breadth, RandomGenerator random) {
    List<double[]> drawn = new ArrayList<>();
    if (breadth.nearTones) {
      for (int i = 0; i < fewer(breadth.draws); i++) {
        drawn.add(nearTones(random));
      }
      return drawn;
    }
    for (int i = 0; i < breadth.draws; i++) {
      drawn.add(drawn(random));
    }
    ResonantInitialization aboutTones = new ResonantInitialization(twins.get(0));
    for (int i = 0; i < aboutTones.beside(breadth.draws); i++) {
      double[] state = drawn(random);
      aboutTones.gather(state);
      drawn.add(state);
    }
    return drawn;
  }

  /** Adapts parameters that were trained for a slightly older belief; trains the best further. */
  List<Candidate> adjust(List<Candidate> from, RandomGenerator random) {
    List<double[]> given = from.stream().map(this::state).toList();
    return trained(best(given, ADJUSTED, RANKED, FINAL.scale()), FINAL, given, random);
  }

  private List<Candidate> trained(
      List<double[]> starts, Round last, List<double[]> given, RandomGenerator random) {
    List<Candidate> trained =
        new ArrayList<>(
            each(starts, random, (state, own) -> judged(descend(state, last, twins.size(), own))));
    trained.addAll(each(given, random, (state, own) -> judged(state)));
    trained.sort(BEST_FIRST);
    return trained;
  }

  /** Applies an action to each, in parallel, with separate random generators. */
  private static <T, R> List<R> each(
      List<T> all, RandomGenerator random, BiFunction<T, RandomGenerator, R> done) {
    long seed = random.nextLong();
    return IntStream.range(0, all.size())
        .parallel()
        .mapToObj(i -> done.apply(all.get(i), Seeds.generator(seed, 46, i)))
        .toList();
  }

  /** A state: the parameters relative to their range, then the levels of the decision. */
  private double[] state(Candidate candidate) {
    double[] state = new double[lower.length];
    for (int i = 0; i < lower.length; i++) {
      state[i] = (candidate.parameters()[i] - lower[i]) / range[i];
    }
    return Descent.joined(state, candidate.levels());
  }

  /** A network of another chip on the most probable twin, with several decisions. */
  private List<double[]> states(KinNetwork network) {
    double[] parameters = network.on(twins.get(0));
    return Arrays.stream(KIN_LEVELS)
        .mapToObj(
            factor -> {
              double[] levels = Arrays.stream(network.levels()).map(l -> factor * l).toArray();
              return state(new Candidate(parameters, levels, levels, 0));
            })
        .toList();
  }

  private double[] levels(double[] state) {
    return Arrays.copyOfRange(state, lower.length, state.length);
  }

  private double[] parameters(double[] state) {
    double[] parameters = new double[lower.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = lower[i] + range[i] * state[i];
    }
    return parameters;
  }

  private double[] drawn(RandomGenerator random) {
    double[] state = new double[lower.length + shape.levels().length];
    for (int i = 0; i < lower.length; i++) {
      state[i] = i < synapses ? 0.15 + 0.7 * random.nextDouble() : 0.4 + 0.6 * random.nextDouble();
    }
    return state;
  }

  /** A state whose resonances are some half widths from the tones that its biases make. */
  private double[] nearTones(RandomGenerator random) {
    double[] state = drawn(random);
    double[] biases = Arrays.copyOfRange(parameters(state), synapses, lower.length);
    double[] detunings = new double[synapses];
    Arrays.setAll(detunings, s -> FURTHEST * (2 * random.nextDouble() - 1));
    double[] currents = twins.get(0).besideTones(biases, detunings);
    for (int s = 0; s < synapses; s++) {
      state[s] = (currents[s] - lower[s]) / range[s];
    }
    return state;
  }

  /** Sets the decision that suits some samples, for a scale of the loss. */
  private double[] place(double[] state, double scale) {
    TwinWorkspace workspace = twins.get(0).workspace();
    double[] parameters = parameters(state);
    double[][] powers = new double[Math.min(DRAW_SAMPLES, train.size())][];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = powers(workspace, parameters, train.inputs()[i]);
    }
    double[] targets = Arrays.copyOf(train.targets(), powers.length);
    double[] levels = shape.widened(scale).bestLevels(new OutputReadings(powers, targets));
    System.arraycopy(levels, 0, state, lower.length, levels.length);
    return state;
  }

  private double[] powers(TwinWorkspace workspace, double[] parameters, double[] input) {
    workspace.forward(parameters, input);
    return OutputNeurons.select(workspace.powers(), outputs);
  }

  private record Scored(double[] state, double loss) {}

  /** The states with the smallest loss in the twins of the ranking. */
  private List<double[]> best(List<double[]> states, int number, int samples, double scale) {
    return states.parallelStream()
        .map(state -> new Scored(state, loss(state, samples, scale)))
        .sorted(Comparator.comparingDouble(Scored::loss))
        .limit(number)
        .map(Scored::state)
        .toList();
  }

  private double loss(double[] state, int samples, double scale) {
    TwinWorkspace[] workspaces =
        twins.stream().limit(ranking).map(Twin::workspace).toArray(TwinWorkspace[]::new);
    double[] parameters = parameters(state);
    Loss loss = shape.widened(scale).at(levels(state));
    int number = Math.min(samples, train.size());
    double sum = 0;
    for (int i = 0; i < number; i++) {
      double[] powers = powers(workspaces[i % ranking], parameters, train.inputs()[i]);
      sum += loss.value(powers, train.targets()[i]);
    }
    return sum / number;
  }

  /** The loss of a candidate in the twins of the ranking, with a scale relative to full power. */
  double loss(Candidate candidate, double scale) {
    return loss(state(candidate), RANKED, scale);
  }

  /** Adam with a falling rate and a falling scale; every sample is evaluated in a random twin. */
  private double[] descend(double[] from, Round round, int among, RandomGenerator random) {
    double[] state = from.clone();
    TwinWorkspace[] workspaces =
        twins.stream().limit(among).map(Twin::workspace).toArray(TwinWorkspace[]::new);
    Adam adam = Adam.ofChip(state.length);
    double[] byParameter = new double[lower.length];
    double[] byLevel = new double[state.length - lower.length];
    double[] byPower = new double[outputs.length];
    double least = Math.max(round.lastScale(), 1.2 * noise / fullPower);
    for (int step = 0; step < round.steps(); step++) {
      double done = (double) step / round.steps();
      double scale = Math.max(least, round.scale() + done * (round.lastScale() - round.scale()));
      double[] parameters = parameters(state);
      Arrays.fill(byParameter, 0);
      Arrays.fill(byLevel, 0);
      Loss loss = shape.widened(scale).at(levels(state));
      for (int b = 0; b < round.batch(); b++) {
        int sample = random.nextInt(train.size());
        int twin = random.nextInt(among);
        double[] input = train.inputs()[sample];
        TwinWorkspace workspace = workspaces[twin];
        Arrays.fill(byPower, 0);
        loss.addSlopes(
            powers(workspace, parameters, input),
            train.targets()[sample],
            1.0 / round.batch(),
            byPower,
            byLevel);
        workspace.backward(parameters, input, byPower, byParameter);
      }
      double[] gradient = Descent.joined(new double[lower.length], byLevel);
      for (int i = 0; i < lower.length; i++) {
        gradient[i] = byParameter[i] * range[i];
      }
      adam.step(state, gradient, round.rate() * Math.min(1, 2 * (1 - done) + 0.1));
      for (int i = 0; i < lower.length; i++) {
        state[i] = Math.max(0, Math.min(1, state[i]));
      }
    }
    return state;
  }

  /** Judges unchanged parameters that were trained for another belief; best first. */
  List<Candidate> judge(List<Candidate> from) {
    return from.stream()
        .map(candidate -> judge(candidate.parameters(), candidate.levels()))
        .sorted(BEST_FIRST)
        .toList();
  }

  private Candidate judged(double[] state) {
    return placed(outputs(parameters(state)), levels(state));
  }

  /**
   * Parameters with the decision that gives most right answers. A descent minimises a smooth loss,
   * so its level is another one.
   */
  private Candidate placed(Outputs found, double[] levels) {
    Candidate best = found.judged(levels);
    if (!placing || levels.length > 1) {
      return best;
    }
    double step = LEVEL_STEP;
    while (step > LEVEL_RESOLUTION) {
      double level = best.levels()[0];
      Candidate higher = found.judged(new double[] {level + step});
      Candidate lower = found.judged(new double[] {level - step});
      Candidate moved = higher.accuracy() > lower.accuracy() ? higher : lower;
      if (moved.accuracy() > best.accuracy()) {
        best = moved;
      } else {
        step /= 2;
      }
    }
    return best;
  }

  /** Expected accuracy of parameters over all twins and samples. */
  Candidate judge(double[] parameters, double[] levels) {
    return outputs(parameters).judged(levels);
  }

  private Outputs outputs(double[] parameters) {
    return new Outputs(
        parameters,
        IntStream.range(0, twins.size())
            .parallel()
            .mapToObj(twin -> powers(twin, parameters))
            .toList());
  }

  private double[][] powers(int twin, double[] parameters) {
    TwinWorkspace workspace = twins.get(twin).workspace();
    return samples(twin)
        .mapToObj(sample -> powers(workspace, parameters, train.inputs()[sample]))
        .toArray(double[][]::new);
  }

  /** The samples that a twin judges: every n-th, each sample by as many twins as another. */
  private IntStream samples(int twin) {
    int every = Math.max(1, train.size() / SHARE);
    return IntStream.iterate(twin % every, i -> i < train.size(), i -> i + every);
  }

  /** What the twins emit with some parameters: for each twin and its samples the powers, W. */
  private final class Outputs {
    private final double[] parameters;
    private final List<double[][]> powers;

    Outputs(double[] parameters, List<double[][]> powers) {
      this.parameters = parameters;
      this.powers = powers;
    }

    Candidate judged(double[] levels) {
      double[] decision = shape.at(levels).decision();
      List<Double> right =
          IntStream.range(0, powers.size())
              .parallel()
              .mapToObj(twin -> right(twin, decision))
              .toList();
      double sum = right.stream().mapToDouble(Double::doubleValue).sum();
      long judged = powers.stream().mapToLong(twin -> twin.length).sum();
      return new Candidate(parameters, levels, decision, sum / judged);
    }

    /** Number of its samples that a twin is expected to classify correctly. */
    private double right(int twin, double[] decision) {
      int[] samples = samples(twin).toArray();
      double sum = 0;
      for (int i = 0; i < samples.length; i++) {
        double target = train.targets()[samples[i]];
        sum += shape.answers().chance(powers.get(twin)[i], decision, target, noise);
      }
      return sum;
    }
  }
}
