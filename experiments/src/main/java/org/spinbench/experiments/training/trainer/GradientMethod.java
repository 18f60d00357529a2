package org.spinbench.experiments.training.trainer;

import java.util.random.RandomGenerator;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/** A way to learn from evaluations of a chip in which direction its loss falls. */
public interface GradientMethod {
  /** How far it perturbs a coordinate: points are kept so far away from the limits. */
  double reach();

  /** Evaluations that one gradient takes. */
  long evaluations(int batch, int coordinates);

  /**
   * An estimate of the gradient of the mean loss over a batch, all of whose evaluations are of that
   * batch.
   *
   * @param point where, in {@link Coordinates}
   * @param step number of this gradient, from 0
   * @param random of this gradient alone
   */
  Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random);

  /**
   * An estimate.
   *
   * @param gradient derivative of the mean loss by each coordinate
   * @param readings what was measured for it
   */
  record Estimate(double[] gradient, OutputReadings readings) {}
}
