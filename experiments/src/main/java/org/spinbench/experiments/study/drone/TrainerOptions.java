package org.spinbench.experiments.study.drone;

import org.spinbench.simulator.network.Numerics;

/**
 * Parameters of the large network's training.
 *
 * @param learningRate of Adam on shifts in GHz and biases in V
 * @param batch samples per step
 * @param epochs passes through the training samples
 * @param cooling fraction of the epochs, at the end, over which the rate falls linearly towards
 *     zero
 * @param seed of the initial parameters and the order of the samples
 * @param numerics of the network
 */
public record TrainerOptions(
    double learningRate, int batch, int epochs, double cooling, long seed, Numerics numerics) {
  /**
   * The published training (A. Ross et al., doi:10.1038/s41565-023-01452-w): rate 6.6093e-6,
   * batches of 256, 100 epochs, no cooling.
   */
  public static final TrainerOptions PUBLISHED = new TrainerOptions(6.6093e-6, 256, 100, 0, 1);

  public TrainerOptions {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate " + learningRate + " must be positive and finite");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch of " + batch + " samples: at least 1 is needed");
    }
    if (!(cooling >= 0 && cooling <= 1)) {
      throw new IllegalArgumentException(
          "cooling " + cooling + " must be a fraction of the epochs, 0 to 1");
    }
    if (epochs < 0) {
      throw new IllegalArgumentException(epochs + " epochs: the number must not be negative");
    }
  }

  /** Options of a training in double precision. */
  public TrainerOptions(double learningRate, int batch, int epochs, double cooling, long seed) {
    this(learningRate, batch, epochs, cooling, seed, Numerics.EXACT);
  }

  /** Learning rate of an epoch, counted from 1. */
  public double rate(int epoch) {
    double cool = cooling * epochs;
    int left = epochs + 1 - epoch;
    return cool > 0 && left < cool ? learningRate * Math.max(0, left) / cool : learningRate;
  }

  /** These options with a rate that falls at the end. */
  public TrainerOptions withCooling(double share) {
    return new TrainerOptions(learningRate, batch, epochs, share, seed, numerics);
  }

  /** These options with another seed. */
  public TrainerOptions withSeed(long other) {
    return new TrainerOptions(learningRate, batch, epochs, cooling, other, numerics);
  }

  /** These options with another number of epochs. */
  public TrainerOptions withEpochs(int other) {
    return new TrainerOptions(learningRate, batch, other, cooling, seed, numerics);
  }

  /** These options with another learning rate. */
  public TrainerOptions withLearningRate(double other) {
    return new TrainerOptions(other, batch, epochs, cooling, seed, numerics);
  }

  /** These options with other numerics. */
  public TrainerOptions withNumerics(Numerics other) {
    return new TrainerOptions(learningRate, batch, epochs, cooling, seed, other);
  }
}
