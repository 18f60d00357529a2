package org.spinbench.experiments.drone;

import java.util.random.RandomGenerator;

/** What is done to the input powers of a sample each time it is trained on. */
@FunctionalInterface
public interface Augmentation {
  /** Samples as they were recorded. */
  Augmentation NONE = (powers, random) -> powers;

  /**
   * A changed copy of a sample.
   *
   * @param powers of its tones, W; not to be written to
   * @param random chance for this sample in this epoch
   */
  double[] apply(double[] powers, RandomGenerator random);
}
