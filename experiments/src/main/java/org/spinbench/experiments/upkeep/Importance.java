package org.spinbench.experiments.upkeep;

import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.drift.Drifted;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * The sensitivity of answers to each offset: the mean over inputs of an offset's effect on the
 * {@link AnswerScores}. It is averaged over the uncertainty of the twin, because the effect of an
 * offset is small where a weight is at its extremum.
 */
final class Importance {
  private static final int TWINS = 30;
  private static final int SAMPLES = 128;
  private static final double MISPLACED = 0.15;
  private static final double STEP = 0.05;

  /** Sensitivity of an answer below which it is certain. */
  private static final double CERTAIN = 1e-3;

  /** Minimum importance of an offset relative to the most important one. */
  private static final double LEAST = 0.05;

  private final Calibration calibration;
  private final BenchFile file;
  private final int[] outputs;
  private final AnswerScores scores;

  Importance(Calibration calibration, BenchFile file, int[] outputs, AnswerScores scores) {
    this.calibration = calibration;
    this.file = file;
    this.outputs = outputs;
    this.scores = scores;
  }

  /** Weights of the offsets of all synapses, the largest 1. */
  double[] of(double[] trained, Examples typical, long seed) {
    double[] sums = new double[file.synapses().size()];
    Examples some = typical.range(0, Math.min(SAMPLES, typical.size()));
    for (int t = 0; t < TWINS; t++) {
      RandomGenerator random = Seeds.generator(seed, 11, t);
      double[] offsets = new double[sums.length];
      for (int k = 0; k < sums.length; k++) {
        offsets[k] = MISPLACED * Normal.draw(random);
      }
      add(offsets, trained, some, sums);
    }
    double most = 0;
    for (double sum : sums) {
      most = Math.max(most, sum);
    }
    for (int k = 0; k < sums.length; k++) {
      sums[k] = most == 0 ? 1 : Math.max(LEAST, sums[k] / most);
    }
    return sums;
  }

  private void add(double[] offsets, double[] parameters, Examples some, double[] sums) {
    TwinWorkspace middle = moved(offsets, 0, 0);
    TwinWorkspace[] above = new TwinWorkspace[sums.length];
    TwinWorkspace[] below = new TwinWorkspace[sums.length];
    for (int k = 0; k < sums.length; k++) {
      above[k] = moved(offsets, k, STEP);
      below[k] = moved(offsets, k, -STEP);
    }
    for (double[] input : some.inputs()) {
      double[] at = scores(middle, parameters, input);
      for (int k = 0; k < sums.length && scores.doubt(at) > CERTAIN; k++) {
        double[] slopes = scores(above[k], parameters, input);
        double[] lower = scores(below[k], parameters, input);
        for (int i = 0; i < slopes.length; i++) {
          slopes[i] = (slopes[i] - lower[i]) / (2 * STEP);
        }
        sums[k] += scores.change(at, slopes);
      }
    }
  }

  /** The chip with shifted resonances, one of them shifted further. */
  private TwinWorkspace moved(double[] offsets, int synapse, double by) {
    double[] all = offsets.clone();
    all[synapse] += by;
    return Twin.of(Drifted.of(calibration, all), file).workspace();
  }

  private double[] scores(TwinWorkspace workspace, double[] parameters, double[] input) {
    workspace.forward(parameters, input);
    return scores.of(OutputNeurons.select(workspace.powers(), outputs));
  }
}
