package org.spinbench.experiments.training.trainer;

import java.util.random.RandomGenerator;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/** A method to estimate the gradient of a chip's loss from evaluations. */
public interface GradientMethod {
  /** Size of its perturbation of a coordinate; points keep this distance from the limits. */
  double reach();

  /** Number of evaluations for one gradient. */
  long evaluations(int batch, int coordinates);

  /**
   * Estimates the gradient of the mean loss over a batch, with evaluations of that batch only.
   *
   * @param point in {@link Coordinates}
   * @param step number of this gradient, from 0
   * @param random of this gradient alone
   */
  Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random);

  /**
   * An estimate.
   *
   * @param gradient derivative of the mean loss by each coordinate
   * @param readings that it used
   */
  record Estimate(double[] gradient, OutputReadings readings) {}
}
