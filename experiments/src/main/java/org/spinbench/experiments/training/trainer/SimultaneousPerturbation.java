package org.spinbench.experiments.training.trainer;

import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Moves all coordinates at once by ±c with random signs δ, and back (SPSA: Spall 1992,
 * doi:10.1109/9.119632): ĝ = [C(θ + cδ) − C(θ − cδ)]/(2c) · δ, both sides on the same batch. The
 * estimate has an error of O(c²); its variance grows with the number of coordinates, Var ĝᵢ = Σⱼ≠ᵢ
 * gⱼ² + σ²/(2c²) for a cost with scatter σ, to lowest order in c.
 *
 * @param reach c, the size of the perturbations
 */
public record SimultaneousPerturbation(double reach) implements GradientMethod {
  @Override
  public long evaluations(int batch, int coordinates) {
    return 2L * batch;
  }

  @Override
  public Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random) {
    double[] up = point.clone();
    double[] down = point.clone();
    double[] gradient = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      gradient[i] = random.nextBoolean() ? 1 : -1;
      up[i] += reach * gradient[i];
      down[i] -= reach * gradient[i];
    }
    OutputReadings above = probe.measure(up, batch, Purpose.TRAIN);
    OutputReadings below = probe.measure(down, batch, Purpose.TRAIN);
    double slope = (above.loss(loss) - below.loss(loss)) / (2 * reach);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= slope;
    }
    return new Estimate(gradient, OutputReadings.joined(List.of(above, below)));
  }
}
