package org.spinbench.experiments.study.broadcast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.polarity.BinaryChip;
import org.spinbench.calibration.polarity.BinarySynapse;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Seeds;

/**
 * The states of a chip of two chains of eleven junctions, for three classes of made samples; loss
 * and voltages are computed here apart.
 */
class BinaryTrainerTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text("broadcast"), "made");
  private static final int TONES = 11;
  private static final int CLASSES = 3;
  private static final int SAMPLES = 150;
  private static final double POWER = 1e-5;
  private static final double SCALE = 1e-4;

  private static final BinaryChip CHIP = chip();
  private static final double[][] INPUTS = new double[SAMPLES][TONES];
  private static final double[][] POWERS = new double[SAMPLES][];
  private static final int[] LABELS = new int[SAMPLES];

  private static BinaryTrainer.Setting setting;

  /**
   * Each junction turns the weight of its own tone from −10 to +10 V/W, and its neighbours a bit.
   */
  private static BinaryChip chip() {
    double[][] bases = new double[2][TONES];
    double[][] changes = new double[2 * TONES][TONES];
    for (double[] base : bases) {
      Arrays.fill(base, -10);
    }
    for (int s = 0; s < changes.length; s++) {
      int own = s % TONES;
      changes[s][own] = 20;
      for (int near : new int[] {own - 1, own + 1}) {
        if (near >= 0 && near < TONES) {
          changes[s][near] = 1.5;
        }
      }
    }
    List<Double> tones = IntStream.range(0, TONES).mapToObj(k -> 200e6 + 20e6 * k).toList();
    List<BinarySynapse> synapses =
        IntStream.rangeClosed(1, 2 * TONES)
            .mapToObj(
                s ->
                    new BinarySynapse(
                        "synapse " + s, s, new Value(0, 1), new Value(1, 1), 1e-3, 1e-3))
            .toList();
    return new BinaryChip(tones, synapses, new double[] {1e-6, -2e-6}, bases, changes, 1e-8, 0);
  }

  @BeforeAll
  static void train() {
    RandomGenerator random = Seeds.generator(5);
    for (int i = 0; i < SAMPLES; i++) {
      LABELS[i] = i % CLASSES;
      for (int k = 0; k < TONES; k++) {
        double bright = k % CLASSES == LABELS[i] ? 0.7 : 0.3;
        INPUTS[i][k] = Math.max(0, Math.min(1, bright + 0.2 * random.nextGaussian()));
      }
      POWERS[i] = Arrays.stream(INPUTS[i]).map(x -> POWER * x).toArray();
    }
    setting = new BinaryTrainer(CHIP, FILE, POWERS, LABELS, CLASSES, SCALE).train(INPUTS);
  }

  /** V = V₀ + Σ Pₖ (bₖ + Σ sⱼ dⱼₖ), by the definition of {@link BinaryChip}. */
  private static double voltage(int chain, boolean[] states, double[] powers) {
    double sum = CHIP.offsets()[chain];
    for (int k = 0; k < TONES; k++) {
      double weight = CHIP.bases()[chain][k];
      for (int j = 0; j < TONES; j++) {
        weight += states[chain * TONES + j] ? CHIP.changes()[chain * TONES + j][k] : 0;
      }
      sum += weight * powers[k];
    }
    return sum;
  }

  private static double score(int label, boolean[][] states, double[] powers) {
    double[] weights = setting.scores().weights()[label];
    return weights[0] * voltage(0, states[label], powers) / SCALE
        + weights[1] * voltage(1, states[label], powers) / SCALE
        + weights[2];
  }

  /** Mean cross-entropy of the softmax of the scores. */
  private static double loss(boolean[][] states) {
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double total = 0;
      for (int c = 0; c < CLASSES; c++) {
        total += Math.exp(score(c, states, POWERS[i]));
      }
      sum += Math.log(total) - score(LABELS[i], states, POWERS[i]);
    }
    return sum / SAMPLES;
  }

  @Test
  void theSettingsClassifyTheSamples() {
    int right = 0;
    for (int i = 0; i < SAMPLES; i++) {
      int best = 0;
      for (int c = 1; c < CLASSES; c++) {
        boolean more =
            score(c, setting.states(), POWERS[i]) > score(best, setting.states(), POWERS[i]);
        best = more ? c : best;
      }
      right += best == LABELS[i] ? 1 : 0;
    }
    // Each class raises three or four of eleven inputs by two standard deviations.
    assertTrue(right > 0.95 * SAMPLES, right + " of " + SAMPLES);
    assertTrue(loss(setting.states()) < 0.25, "loss " + loss(setting.states()));
  }

  /** With the gains as fitted, no single junction of any class is better in its other state. */
  @Test
  void noSingleReversalLowersTheLoss() {
    double reached = loss(setting.states());
    double best = Double.POSITIVE_INFINITY;
    for (int c = 0; c < CLASSES; c++) {
      for (int s = 0; s < 2 * TONES; s++) {
        boolean[][] states =
            Arrays.stream(setting.states()).map(boolean[]::clone).toArray(boolean[][]::new);
        states[c][s] = !states[c][s];
        best = Math.min(best, loss(states));
      }
    }
    assertTrue(best > reached - 1e-3, "one reversal leads from " + reached + " to " + best);
  }

  /** The first chain of a class is in its upper state where its class is bright. */
  @Test
  void statesFollowTheSignsOfTheWeights() {
    for (int c = 0; c < CLASSES; c++) {
      double gain = setting.scores().weights()[c][0];
      int agreeing = 0;
      for (int k = 0; k < TONES; k++) {
        boolean upper = setting.states()[c][k] == gain > 0;
        agreeing += upper == (k % CLASSES == c) ? 1 : 0;
      }
      assertTrue(agreeing >= 9, "class " + c + ": " + agreeing + " of 11 tones");
    }
  }

  @Test
  void theSameSamplesGiveTheSameStates() {
    BinaryTrainer.Setting again =
        new BinaryTrainer(CHIP, FILE, POWERS, LABELS, CLASSES, SCALE).train(INPUTS);
    for (int c = 0; c < CLASSES; c++) {
      assertArrayEquals(setting.states()[c], again.states()[c]);
      assertArrayEquals(setting.scores().weights()[c], again.scores().weights()[c]);
    }
    assertEquals(2 * TONES, again.states()[0].length);
  }
}
