package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Multiplexed gradient descent (McCaughan et al. 2023, doi:10.1063/5.0157645): all coordinates are
 * perturbed at once by ±c, each with its own sequence, and separated by correlation of the cost
 * with the sequences. Over a window of T steps on one batch, ĝᵢ = Σₜ [C(θ + c sₜ) − C(θ)] sₜᵢ/(T
 * c).
 *
 * <p>Sequences are orthogonal and sum to zero ({@link OrthogonalCodes}). A window of their length N
 * separates the coordinates: first order is exact, second derivatives by one coordinate cancel, and
 * Var ĝᵢ = σ²/(N c²) for a cost with scatter σ and any number of coordinates. Mixed second
 * derivatives leave an error of (c/N) Σⱼ&lt;ₖ Cⱼₖ Σₜ sₜᵢ sₜⱼ sₜₖ, which new random signs in each
 * round of the code turn into scatter. A shorter window continues where the last ended.
 *
 * @param reach c, of every coordinate
 * @param window T, steps of a gradient; 0 for the whole code
 * @param seed of the order and signs of codes
 */
public record Multiplexed(double reach, int window, long seed) implements GradientMethod {
  @Override
  public long evaluations(int batch, int coordinates) {
    return (window(OrthogonalCodes.of(coordinates)) + 1L) * batch;
  }

  private int window(int[][] codes) {
    return window == 0 ? codes.length : window;
  }

  @Override
  public Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random) {
    int[][] codes = OrthogonalCodes.of(point.length);
    int steps = window(codes);
    List<OutputReadings> readings = new ArrayList<>();
    readings.add(probe.measure(point, batch, Purpose.TRAIN));
    double here = readings.get(0).loss(loss);
    double[] gradient = new double[point.length];
    for (int t = 0; t < steps; t++) {
      int[] signs = signs(codes, (long) step * steps + t);
      double[] moved = point.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += reach * signs[i];
      }
      OutputReadings there = probe.measure(moved, batch, Purpose.TRAIN);
      readings.add(there);
      double change = (there.loss(loss) - here) / (steps * reach);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += change * signs[i];
      }
    }
    return new Estimate(gradient, OutputReadings.joined(readings));
  }

  /** The signs at a time; each round through the code has a new order and new signs. */
  private int[] signs(int[][] codes, long time) {
    RandomGenerator random = Seeds.generator(seed, 31, time / codes.length);
    int[] order = new int[codes.length];
    for (int i = 0; i < order.length; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    int[] signs = codes[order[(int) (time % codes.length)]].clone();
    for (int i = 0; i < signs.length; i++) {
      signs[i] *= random.nextBoolean() ? 1 : -1;
    }
    return signs;
  }
}
