package org.spinbench.experiments.upkeep;

import java.util.random.RandomGenerator;
import org.spinbench.calibration.drift.OffsetMap;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.Workspace;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Examples;
import org.spinbench.experiments.training.Problem;

/**
 * How much an answer hangs on each offset: the mean over inputs of what the offset does to the
 * {@link Scores} that the answer is read from. It is averaged over what the twin may be wrong by,
 * since where a weight is at its extremum hangs on little.
 */
final class Importance {
  private static final int TWINS = 30;
  private static final int SAMPLES = 128;
  private static final double MISPLACED = 0.15;
  private static final double STEP = 0.05;

  /** An answer that hangs on the powers by less than this part is certain. */
  private static final double CERTAIN = 1e-3;

  /** No offset counts for less than that part of the most important. */
  private static final double LEAST = 0.05;

  private final Workspace workspace;
  private final OffsetMap map;
  private final int[] outputs;
  private final Scores scores;
  private final double[] shifted;

  Importance(Twin twin, OffsetMap map, int[] outputs, Scores scores) {
    this.workspace = twin.workspace();
    this.map = map;
    this.outputs = outputs;
    this.scores = scores;
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
      double[] at = scores(parameters, offsets, input);
      for (int k = 0; k < synapses && scores.doubt(at) > CERTAIN; k++) {
        offsets[k] = STEP;
        double[] slopes = scores(parameters, offsets, input);
        offsets[k] = -STEP;
        double[] below = scores(parameters, offsets, input);
        offsets[k] = 0;
        for (int i = 0; i < slopes.length; i++) {
          slopes[i] = (slopes[i] - below[i]) / (2 * STEP);
        }
        sums[k] += scores.change(at, slopes);
      }
    }
  }

  private double[] scores(double[] parameters, double[] offsets, double[] input) {
    map.add(parameters, offsets, shifted);
    workspace.forward(shifted, input);
    return scores.of(Problem.select(workspace.powers(), outputs));
  }
}
