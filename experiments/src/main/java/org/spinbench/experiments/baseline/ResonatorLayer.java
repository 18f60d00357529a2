package org.spinbench.experiments.baseline;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.baseline.SoftwareNetwork.Training;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;
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
 * A single layer of resonators: one chain per class, without oscillators. Its accuracy shows the
 * value of a hidden layer.
 */
public final class ResonatorLayer implements Classifier {
  /** Shifts are trained in GHz, as in the published code. */
  private static final double SHIFT_UNIT = 1e9;

  /** Largest tuning of a junction from its design, relative to its resonance. */
  private static final double SHIFT_RANGE = 0.5;

  private static final int BATCH = 256;

  private final RfNetwork network;

  private ResonatorLayer(RfNetwork network) {
    this.network = network;
  }

  /**
   * Trains until it converges: a thousand steps or 50 epochs, whichever is more, with an initial
   * rate of 3e-4.
   */
  public static ResonatorLayer train(Spectra train, Workers workers, long seed) {
    int stepsPerEpoch = (train.rows() + BATCH - 1) / BATCH;
    return train(train, Math.max(50, 1000 / stepsPerEpoch), 3e-4, workers, seed);
  }

  /** Trains on the same spectra in every epoch. */
  static ResonatorLayer train(Spectra train, int epochs, double rate, Workers workers, long seed) {
    Training training = new Training(epochs, BATCH, rate, 0);
    return (ResonatorLayer)
        learner(train, SynapseModel.PUBLISHED, training, workers, seed)
            .learn(SpectraStream.of(train), epochs);
  }

  /**
   * A layer that learns by Adam on the cross-entropy of the chain voltages in mV, with a rate that
   * falls linearly to zero. Resonances stay within a factor of 0.5 to 1.5 of their design.
   *
   * @param like spectra that set the number of bins and classes
   * @param synapse rectification of a junction
   * @param training rate for shifts in GHz and biases in V; no decay
   * @param workers threads that do the work
   */
  public static Learner learner(
      Spectra like, SynapseModel synapse, Training training, Workers workers, long seed) {
    RfNetwork network =
        RfNetwork.of(synapse, OscillatorModel.PUBLISHED, like.bins(), like.classes());
    RandomGenerator random = Seeds.generator(seed);
    network.initialise(random);
    return new ResonatorLayer(network).new Trainer(training, workers, random);
  }

  /** Trains this layer epoch by epoch. */
  private final class Trainer implements Learner {
    private final Training training;
    private final RandomGenerator random;
    private final Workspace workspace;
    private final double[][] biases = {network.biases(0)};
    private final Adam shiftRule = new Adam(network.shifts(0), SHIFT_UNIT);
    private final Adam biasRule = new Adam(biases, 1);
    private final double[][] gradient;
    private int done;

    private Trainer(Training training, Workers workers, RandomGenerator random) {
      this.training = training;
      this.random = random;
      this.workspace = new Workspace(network, training.batch(), workers, Numerics.EXACT);
      this.gradient = new double[training.batch()][network.outputs()];
    }

    @Override
    public void epoch(Spectra spectra) {
      int left = Math.max(0, training.epochs() - done++);
      double now = training.rate() * left / training.epochs();
      for (Minibatches.Batch batch :
          Minibatches.shuffled(spectra.watts(), spectra.labels(), training.batch(), random)) {
        double[][] logits = Arrays.copyOf(workspace.forward(batch.rows()), batch.rows().length);
        CrossEntropy.of(logits, batch.labels(), gradient);
        workspace.backward(gradient);
        shiftRule.step(network.shifts(0), workspace.shiftGradient(0), now);
        keepInRange(network);
        biasRule.step(biases, new double[][] {workspace.biasGradient(0)}, now);
      }
    }

    @Override
    public ResonatorLayer classifier() {
      return ResonatorLayer.this;
    }
  }

  /** Limits shifts to the range, as a projected gradient step does. */
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
