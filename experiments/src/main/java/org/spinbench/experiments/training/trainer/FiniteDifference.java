package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Moves one coordinate after another up by c: ĝᵢ = [C(θ + c eᵢ) − C(θ)]/c, all on the same batch.
 * Off by c Cᵢᵢ/2; the scatter σ of a cost enters as 2σ²/c².
 *
 * @param reach c, the step
 */
public record FiniteDifference(double reach) implements GradientMethod {
  @Override
  public long evaluations(int batch, int coordinates) {
    return (coordinates + 1L) * batch;
  }

  @Override
  public Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random) {
    List<OutputReadings> readings = new ArrayList<>();
    readings.add(probe.measure(point, batch, Purpose.TRAIN));
    double here = readings.get(0).loss(loss);
    double[] gradient = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double[] moved = point.clone();
      moved[i] += reach;
      OutputReadings there = probe.measure(moved, batch, Purpose.TRAIN);
      readings.add(there);
      gradient[i] = (there.loss(loss) - here) / reach;
    }
    return new Estimate(gradient, OutputReadings.joined(readings));
  }
}
