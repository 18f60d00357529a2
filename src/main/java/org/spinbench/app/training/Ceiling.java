package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.simulator.ensemble.VirtualChip;
import org.spinbench.simulator.network.Adam;

/**
 * The best accuracy of a virtual chip: a search on the chip itself, without noise, with unlimited
 * evaluations, and with the test samples. Descents by central differences start from the best of
 * many random parameter sets. The result is a lower bound of the true ceiling, so better results of
 * trainers count too, and on damaged chips the result of a descent from there.
 */
final class Ceiling {
  private static final int DRAWS = 1500;
  private static final int FEW = 64;
  private static final Effort SOUND = new Effort(1, 16, 5);

  /**
   * A damaged chip has few good settings, and none far from resonance, so these are searched too.
   */
  private static final Effort DAMAGED = new Effort(0.6, 24, 8);

  private static final Round SCOUT = new Round(150, 24, 0.05, 0.12);
  private static final Round FINAL = new Round(300, 48, 0.015, 0.05);
  private static final double DIFFERENCE = 1e-3;
  private static final double LEAST_BIAS = 0.4;

  private final VirtualChip chip;
  private final Oracle oracle;
  private final Examples samples;
  private final int[] outputs;
  private final Loss shape;
  private final double fullPower;

  /** Whether the levels of a quantity are fitted to readings instead of descended. */
  private final boolean levelsHeld;

  private final double noise;
  private final double[] lower;
  private final double[] range;
  private final int synapses;
  private final RandomGenerator random;

  /** Fraction of the range of field lines for random starts, and number of continued starts. */
  private record Effort(double fields, int starts, int finalists) {}

  private record Round(int steps, int batch, double rate, double scale) {}

  private record Scored(double[] state, double loss) {}

  private Ceiling(Ensemble ensemble, long seed) {
    chip = ensemble.chip(seed);
    oracle = ensemble.oracle(chip);
    samples = ensemble.test();
    outputs = ensemble.outputs();
    fullPower = DesignPrior.fullScale(ensemble.file()).powers()[outputs[0]];
    shape = Loss.forBelief(ensemble.answers(), fullPower, 1);
    levelsHeld = ensemble.answers() instanceof Answers.Quantity;
    noise = chip.powerNoise(outputs[0]) / fullPower;
    Twin limits = Twin.of(DesignPrior.of(ensemble.file()), ensemble.file());
    lower = limits.lower();
    double[] upper = limits.upper();
    range = new double[lower.length];
    Arrays.setAll(range, i -> upper[i] - lower[i]);
    synapses = ensemble.file().synapses().size();
    random = Seeds.generator(seed, 50);
  }

  /** The best accuracy for the chip of a seed, expected over the noise of readings. */
  static double of(Ensemble ensemble, long seed) {
    Ceiling ceiling = new Ceiling(ensemble, seed);
    double most = ceiling.search(SOUND);
    return ensemble.isDamaged() ? Math.max(most, ceiling.search(DAMAGED)) : most;
  }

  /**
   * The best accuracy of a descent from a trainer's parameters on the chip of a seed.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision numbers of the decision, W
   */
  static double from(Ensemble ensemble, long seed, double[] parameters, double[] decision) {
    Ceiling ceiling = new Ceiling(ensemble, seed);
    int size = parameters.length;
    double[] state = new double[size + decision.length];
    Arrays.setAll(
        state,
        i ->
            i < size
                ? (parameters[i] - ceiling.lower[i]) / ceiling.range[i]
                : decision[i - size] / ceiling.fullPower);
    return ceiling.finished(state);
  }

  private double search(Effort effort) {
    List<Scored> drawn = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      double[] state = draw(effort.fields());
      drawn.add(new Scored(state, loss(state, FEW, SCOUT.scale())));
    }
    List<Scored> scouted = new ArrayList<>();
    for (Scored start : best(drawn, effort.starts())) {
      double[] state = descend(start.state(), SCOUT);
      scouted.add(new Scored(state, loss(state, samples.size(), FINAL.scale())));
    }
    double most = 0;
    for (Scored finalist : best(scouted, effort.finalists())) {
      most = Math.max(most, finished(finalist.state()));
    }
    return most;
  }

  private double finished(double[] start) {
    double[] state = descend(start, FINAL);
    if (levelsHeld) {
      place(state, samples.size());
    }
    return oracle.accuracy(parameters(state), loss(state, 1).decision());
  }

  private static List<Scored> best(List<Scored> all, int number) {
    return all.stream().sorted(Comparator.comparingDouble(Scored::loss)).limit(number).toList();
  }

  private double[] draw(double fields) {
    double[] state = new double[lower.length + shape.levels().length];
    for (int i = 0; i < lower.length; i++) {
      double uniform = random.nextDouble();
      state[i] =
          i < synapses ? 0.5 + fields * (uniform - 0.5) : LEAST_BIAS + (1 - LEAST_BIAS) * uniform;
    }
    place(state, Math.min(FEW, samples.size()));
    return state;
  }

  /** Sets the levels of the decision for some samples. */
  private void place(double[] state, int number) {
    double[] parameters = parameters(state);
    double[][] powers = new double[number][];
    for (int i = 0; i < number; i++) {
      powers[i] = chip.emitted(parameters, samples.inputs()[i], outputs);
    }
    OutputReadings readings = new OutputReadings(powers, Arrays.copyOf(samples.targets(), number));
    double[] levels = shape.widened(SCOUT.scale()).bestLevels(readings);
    System.arraycopy(levels, 0, state, lower.length, levels.length);
  }

  private double[] parameters(double[] state) {
    double[] parameters = new double[lower.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = lower[i] + range[i] * state[i];
    }
    return parameters;
  }

  /** The loss with the levels of a state; at least as wide as the noise. */
  private Loss loss(double[] state, double scale) {
    double[] levels = Arrays.copyOfRange(state, lower.length, state.length);
    return shape.widened(Math.max(scale, 1.2 * noise)).at(levels);
  }

  private double loss(double[] state, int most, double scale) {
    Loss loss = loss(state, scale);
    double[] parameters = parameters(state);
    int number = Math.min(most, samples.size());
    double sum = 0;
    for (int i = 0; i < number; i++) {
      sum += lossOf(i, parameters, loss);
    }
    return sum / number;
  }

  private double lossOf(int sample, double[] parameters, Loss loss) {
    double[] powers = chip.emitted(parameters, samples.inputs()[sample], outputs);
    return loss.value(powers, samples.targets()[sample]);
  }

  private double[] descend(double[] start, Round round) {
    double[] state = start.clone();
    Adam adam = Adam.ofChip(state.length);
    int[] batch = new int[round.batch()];
    for (int step = 1; step <= round.steps(); step++) {
      Arrays.setAll(batch, i -> random.nextInt(samples.size()));
      double rate = round.rate() * Math.min(1, 2.2 - 2.0 * step / round.steps());
      adam.step(state, gradient(state, batch, round.scale()), rate);
      for (int i = 0; i < lower.length; i++) {
        state[i] = Math.max(0, Math.min(1, state[i]));
      }
    }
    return state;
  }

  private double[] gradient(double[] state, int[] batch, double scale) {
    double[] gradient = new double[state.length];
    double[] moved = state.clone();
    int free = levelsHeld ? lower.length : state.length;
    for (int i = 0; i < free; i++) {
      moved[i] = state[i] + DIFFERENCE;
      double[] above = parameters(moved);
      Loss lossAbove = loss(moved, scale);
      moved[i] = state[i] - DIFFERENCE;
      double[] below = parameters(moved);
      Loss lossBelow = loss(moved, scale);
      moved[i] = state[i];
      double sum = 0;
      for (int sample : batch) {
        sum += lossOf(sample, above, lossAbove) - lossOf(sample, below, lossBelow);
      }
      gradient[i] = sum / (2 * DIFFERENCE * batch.length);
    }
    return gradient;
  }
}
