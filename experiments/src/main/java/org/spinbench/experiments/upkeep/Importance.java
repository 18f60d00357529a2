package org.spinbench.experiments.upkeep;

import java.util.random.RandomGenerator;
import org.spinbench.calibration.drift.OffsetMap;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.Workspace;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Examples;

/**
 * How much a decision hangs on each offset: the mean square of what the offset does to the
 * logarithm of the output's power, over inputs whose output is near to the decision. It is averaged
 * over what the twin may be wrong by, since where a weight is at its extremum hangs on little.
 */
final class Importance {
  private static final int TWINS = 30;
  private static final int SAMPLES = 128;
  private static final double MISPLACED = 0.15;
  private static final double STEP = 0.05;

  /** Width of the neighbourhood of the decision, e-folds of power. */
  private static final double NEAR = 0.5;

  /** Part of the decision power that counts as nothing. */
  private static final double FLOOR = 0.1;

  /** No offset counts for less than that part of the most important. */
  private static final double LEAST = 0.05;

  private final Workspace workspace;
  private final OffsetMap map;
  private final int output;
  private final double decision;
  private final double[] shifted;

  Importance(Twin twin, OffsetMap map, int output, double decision) {
    this.workspace = twin.workspace();
    this.map = map;
    this.output = output;
    this.decision = decision;
    this.shifted = new double[map.size()];
  }

  /** Weights of all offsets, the largest 1; those behind the synapses are 0. */
  double[] of(double[] trained, Examples typical, int synapses, long seed) {
    double[] sums = new double[map.size()];
    Examples some = typical.range(0, Math.min(SAMPLES, typical.size()));
    double[] moved = new double[map.size()];
    for (int t = 0; t < TWINS; t++) {
      RandomGenerator random = Seeds.generator(seed, 11, t);
      double[] offsets = new double[map.size()];
      for (int k = 0; k < synapses; k++) {
        offsets[k] = MISPLACED * Normal.draw(random);
      }
      map.add(trained, offsets, moved);
      add(moved, some, synapses, sums);
    }
    double most = 0;
    for (double sum : sums) {
      most = Math.max(most, sum);
    }
    for (int k = 0; k < synapses; k++) {
      sums[k] = most == 0 ? 1 : Math.max(LEAST, sums[k] / most);
    }
    return sums;
  }

  private void add(double[] parameters, Examples some, int synapses, double[] sums) {
    double[] offsets = new double[map.size()];
    for (double[] input : some.inputs()) {
      double off = level(parameters, offsets, input) - StrictMath.log((1 + FLOOR) * decision);
      double near = StrictMath.exp(-off * off / (2 * NEAR * NEAR));
      for (int k = 0; k < synapses && near > 1e-3; k++) {
        offsets[k] = STEP;
        double above = level(parameters, offsets, input);
        offsets[k] = -STEP;
        double slope = (above - level(parameters, offsets, input)) / (2 * STEP);
        offsets[k] = 0;
        sums[k] += near * slope * slope;
      }
    }
  }

  private double level(double[] parameters, double[] offsets, double[] input) {
    map.add(parameters, offsets, shifted);
    workspace.forward(shifted, input);
    return StrictMath.log(workspace.powers()[output] + FLOOR * decision);
  }
}
