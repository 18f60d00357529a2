package org.spinbench.experiments.drone;

/**
 * How the large network is trained.
 *
 * @param learningRate of Adam on shifts in GHz and biases in V
 * @param batch samples per step
 * @param epochs passes through the training samples
 * @param seed of the initial parameters, the order of the samples and their augmentation
 */
public record TrainerOptions(double learningRate, int batch, int epochs, long seed) {
  /**
   * The published training (A. Ross et al., doi:10.1038/s41565-023-01452-w): rate 6.6093e-6, batches
   * of 256, 100 epochs.
   */
  public static final TrainerOptions PUBLISHED = new TrainerOptions(6.6093e-6, 256, 100, 1);

  /** Checks the ranges. */
  public TrainerOptions {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate " + learningRate + " must be positive and finite");
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch of " + batch + " samples: at least 1 is needed");
    }
    if (epochs < 0) {
      throw new IllegalArgumentException(epochs + " epochs: the number must not be negative");
    }
  }

  /** These options with another seed. */
  public TrainerOptions withSeed(long other) {
    return new TrainerOptions(learningRate, batch, epochs, other);
  }

  /** These options with another number of epochs. */
  public TrainerOptions withEpochs(int other) {
    return new TrainerOptions(learningRate, batch, other, seed);
  }

  /** These options with another learning rate. */
  public TrainerOptions withLearningRate(double other) {
    return new TrainerOptions(other, batch, epochs, seed);
  }
}
