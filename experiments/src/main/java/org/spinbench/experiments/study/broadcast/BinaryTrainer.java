package org.spinbench.experiments.study.broadcast;

import java.util.Arrays;
import org.spinbench.calibration.polarity.BinaryChip;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Chooses the states of all junctions for every class from measurements of the chip. The score of a
 * class is a digital linear function of the chain voltages: gains and a constant.
 *
 * <p>In the first chain, each class begins with the signs of the weights of a free linear
 * classifier; in the next with the signs of the remainder, and so on. Then single states are
 * reversed if that lowers the loss. The gains are refitted after each round, until nothing changes.
 */
final class BinaryTrainer {
  private static final int FREE_STEPS = 400;
  private static final int GAIN_STEPS = 60;
  private static final int ROUNDS = 8;

  private final BinaryChip chip;
  private final BenchFile file;
  private final double[][] powers;
  private final int[] labels;
  private final int classes;
  private final double scale;

  /**
   * A trainer on training samples.
   *
   * @param powers of every tone at the junctions, one row per sample, W
   * @param scale of the voltages, V: features are voltages over it
   */
  BinaryTrainer(
      BinaryChip chip, BenchFile file, double[][] powers, int[] labels, int classes, double scale) {
    this.chip = chip;
    this.file = file;
    this.powers = powers;
    this.labels = labels;
    this.classes = classes;
    this.scale = scale;
  }

  /**
   * The result.
   *
   * @param states of all junctions, one row per class
   * @param scores gains of the chains' voltages over the scale, and constants
   */
  record Setting(boolean[][] states, SoftmaxRegression scores) {}

  Setting train(double[][] inputs) {
    SoftmaxRegression free =
        SoftmaxRegression.zero(classes, inputs[0].length)
            .fitted((label, sample) -> inputs[sample], labels, FREE_STEPS);
    boolean[][] states = new boolean[classes][];
    for (int c = 0; c < classes; c++) {
      states[c] = signs(free.weights()[c]);
    }
    double[][][] features = new double[classes][][];
    for (int c = 0; c < classes; c++) {
      features[c] = features(states[c]);
    }
    SoftmaxRegression scores = SoftmaxRegression.zero(classes, file.chains().size());
    scores = fitted(scores, features, 4 * GAIN_STEPS);
    boolean changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
      changed = turnOver(states, features, scores);
      scores = fitted(scores, features, GAIN_STEPS);
    }
    return new Setting(states, scores);
  }

  private SoftmaxRegression fitted(SoftmaxRegression scores, double[][][] features, int steps) {
    return scores.fitted((label, sample) -> features[label][sample], labels, steps);
  }

  /** States with the signs of wanted weights; each further chain approximates the remainder. */
  private boolean[] signs(double[] wanted) {
    boolean[] states = new boolean[file.synapses().size()];
    double[] missing = Arrays.copyOf(wanted, chip.toneFrequencies().size());
    for (int chain = 0; chain < file.chains().size(); chain++) {
      int first = file.firstSynapse(chain);
      int size = file.chains().get(chain).synapses().size();
      for (int j = 0; j < size; j++) {
        int tone = file.indexOfInput(file.synapses().get(first + j).tone());
        states[first + j] = missing[tone] * chip.changes()[first + j][tone] > 0;
      }
      double[] given = chip.weights(chain, first, Arrays.copyOfRange(states, first, first + size));
      double along = 0;
      double square = 0;
      for (int k = 0; k < given.length; k++) {
        along += given[k] * missing[k];
        square += given[k] * given[k];
      }
      for (int k = 0; k < given.length; k++) {
        missing[k] -= along / square * given[k];
      }
    }
    return states;
  }

  /** Voltages of every sample by chain, over the scale, for given states. */
  private double[][] features(boolean[] states) {
    double[][] features = new double[powers.length][file.chains().size()];
    for (int chain = 0; chain < file.chains().size(); chain++) {
      int first = file.firstSynapse(chain);
      int size = file.chains().get(chain).synapses().size();
      double[] weights =
          chip.weights(chain, first, Arrays.copyOfRange(states, first, first + size));
      for (int i = 0; i < powers.length; i++) {
        double voltage = chip.offsets()[chain];
        for (int k = 0; k < weights.length; k++) {
          voltage += weights[k] * powers[i][k];
        }
        features[i][chain] = voltage / scale;
      }
    }
    return features;
  }

  /**
   * One pass over all junctions of all classes.
   *
   * @return whether any state was reversed
   */
  private boolean turnOver(boolean[][] states, double[][][] features, SoftmaxRegression scores) {
    double[][] score = new double[classes][powers.length];
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < powers.length; i++) {
        score[c][i] = scores.score(c, features[c][i]);
      }
    }
    boolean changed = false;
    double loss = loss(score);
    for (int c = 0; c < classes; c++) {
      for (int s = 0; s < states[c].length; s++) {
        double[] kept = score[c];
        score[c] = turned(c, s, states[c][s], kept, scores);
        double now = loss(score);
        if (now < loss) {
          loss = now;
          states[c][s] = !states[c][s];
          changed = true;
        } else {
          score[c] = kept;
        }
      }
      features[c] = features(states[c]);
    }
    return changed;
  }

  /** Scores of a class after one of its junctions is reversed. */
  private double[] turned(
      int label, int synapse, boolean upper, double[] score, SoftmaxRegression scores) {
    int chain = file.chainOfSynapse(synapse);
    double gain = scores.weights()[label][chain] / scale * (upper ? -1 : 1);
    double[] change = chip.changes()[synapse];
    double[] turned = score.clone();
    for (int i = 0; i < turned.length; i++) {
      double voltage = 0;
      for (int k = 0; k < change.length; k++) {
        voltage += change[k] * powers[i][k];
      }
      turned[i] += gain * voltage;
    }
    return turned;
  }

  private double loss(double[][] score) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      double most = Double.NEGATIVE_INFINITY;
      for (double[] of : score) {
        most = Math.max(most, of[i]);
      }
      double total = 0;
      for (double[] of : score) {
        total += StrictMath.exp(of[i] - most);
      }
      sum += most + StrictMath.log(total) - score[labels[i]][i];
    }
    return sum / labels.length;
  }
}
