package org.spinbench.experiments.drone.baseline;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.Adam;
import org.spinbench.simulator.network.CrossEntropy;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.SynapseModel;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/**
 * A single layer of resonators: one chain per class, without oscillators. What it cannot do is what
 * a hidden layer is worth.
 */
public final class ResonatorLayer implements Classifier {
  /** Shifts are trained in GHz, as in the published code. */
  private static final double SHIFT_UNIT = 1e9;

  /** Farthest that a junction is tuned from its design, relative to its resonance. */
  private static final double SHIFT_RANGE = 0.5;

  private static final int BATCH = 256;

  private final RfNetwork network;

  private ResonatorLayer(RfNetwork network) {
    this.network = network;
  }

  /**
   * Trains long enough to converge: a thousand steps or 50 epochs, whichever is more, at a rate of
   * 3e-4 to begin with.
   */
  public static ResonatorLayer train(Spectra train, Workers workers, long seed) {
    int stepsPerEpoch = (train.rows() + BATCH - 1) / BATCH;
    return train(train, Math.max(50, 1000 / stepsPerEpoch), 3e-4, workers, seed);
  }

  /**
   * Trains by Adam on the cross-entropy of the chain voltages in mV, in batches of 256, with a rate
   * that falls linearly to zero. Resonances stay within a factor of 0.5 to 1.5 of their design.
   *
   * @param epochs passes over the training set
   * @param rate of Adam at the start, for shifts in GHz and biases in V
   * @param workers threads that do the work
   */
  public static ResonatorLayer train(
      Spectra train, int epochs, double rate, Workers workers, long seed) {
    RfNetwork network =
        RfNetwork.of(
            SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, train.bins(), train.classes());
    RandomGenerator random = Seeds.generator(seed);
    network.initialise(random);
    double[][] biases = {network.biases(0)};
    Adam shiftRule = new Adam(network.shifts(0), SHIFT_UNIT);
    Adam biasRule = new Adam(biases, 1);
    Workspace workspace = new Workspace(network, BATCH, workers, Numerics.EXACT);
    double[][] gradient = new double[BATCH][train.classes()];
    double[][] watts = train.watts();
    int[] labels = train.labels();
    for (int epoch = 0; epoch < epochs; epoch++) {
      double now = rate * (epochs - epoch) / epochs;
      for (Batches.Batch batch : Batches.shuffled(watts, labels, BATCH, random)) {
        double[][] logits = Arrays.copyOf(workspace.forward(batch.rows()), batch.rows().length);
        CrossEntropy.of(logits, batch.labels(), gradient);
        workspace.backward(gradient);
        shiftRule.step(network.shifts(0), workspace.shiftGradient(0), now);
        keepInRange(network);
        biasRule.step(biases, new double[][] {workspace.biasGradient(0)}, now);
      }
    }
    return new ResonatorLayer(network);
  }

  /** Brings shifts beyond the range back to its end, as a projected gradient step does. */
  private static void keepInRange(RfNetwork network) {
    double[] resonances = network.layers().get(0).resonances();
    for (double[] chain : network.shifts(0)) {
      for (int k = 0; k < chain.length; k++) {
        double range = SHIFT_RANGE * resonances[k];
        chain[k] = Math.max(-range, Math.min(range, chain[k]));
      }
    }
  }

  @Override
  public String name() {
    return "one resonator layer " + network.inputs() + "-" + network.outputs();
  }

  @Override
  public double[][] scores(Spectra spectra) {
    double[][] scores = new double[spectra.rows()][];
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, BATCH, workers, Numerics.EXACT);
      workspace.tune();
      double[][] watts = spectra.watts();
      for (int from = 0; from < watts.length; from += BATCH) {
        double[][] rows = Arrays.copyOfRange(watts, from, Math.min(watts.length, from + BATCH));
        double[][] logits = workspace.infer(rows);
        for (int s = 0; s < rows.length; s++) {
          scores[from + s] = logits[s].clone();
        }
      }
    }
    return scores;
  }
}
