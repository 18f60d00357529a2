package org.spinbench.experiments.task;

import java.util.Arrays;
import java.util.List;

/**
 * A straight line that separates two classes: class {@code sideLabel} if cos α · x₁ + sin α · x₂ is
 * above the threshold.
 *
 * @param angle α, rad, in [0, π)
 * @param threshold of the projection
 * @param sideLabel class above the threshold
 * @param accuracy on the samples of its fit, 0 to 1
 */
public record LinearClassifier(double angle, double threshold, int sideLabel, double accuracy) {
  private static final int DIRECTIONS = 1440;

  /**
   * The most accurate line for these samples and labels: an upper bound for any line that was
   * fitted to other samples. Tries all thresholds in each of 1 440 directions.
   */
  public static LinearClassifier best(List<Sample> samples) {
    LinearClassifier best = new LinearClassifier(0, 0, 0, 0);
    List<Sample> zeros = samples.stream().filter(sample -> sample.label() == 0).toList();
    List<Sample> ones = samples.stream().filter(sample -> sample.label() == 1).toList();
    for (int i = 0; i < DIRECTIONS; i++) {
      LinearClassifier candidate = best(zeros, ones, StrictMath.PI * i / DIRECTIONS);
      if (candidate.accuracy() > best.accuracy()) {
        best = candidate;
      }
    }
    return best;
  }

  /** The class of a point. */
  public int classify(double x1, double x2) {
    double projection = StrictMath.cos(angle) * x1 + StrictMath.sin(angle) * x2;
    return projection > threshold ? sideLabel : 1 - sideLabel;
  }

  /** Sweeps the threshold upwards; each sample that it passes changes sides. */
  private static LinearClassifier best(List<Sample> zeros, List<Sample> ones, double angle) {
    double[] below = sorted(zeros, angle);
    double[] above = sorted(ones, angle);
    int all = below.length + above.length;
    int right = above.length; // for "class 1 above" with the threshold below all samples
    int most = Math.max(right, all - right);
    double threshold = Double.NEGATIVE_INFINITY;
    int sideLabel = right >= all - right ? 1 : 0;
    int zero = 0;
    int one = 0;
    while (zero + one < all) {
      double value =
          one == above.length || zero < below.length && below[zero] < above[one]
              ? below[zero]
              : above[one];
      for (; zero < below.length && below[zero] == value; zero++) {
        right++;
      }
      for (; one < above.length && above[one] == value; one++) {
        right--;
      }
      int correct = Math.max(right, all - right);
      if (correct > most) {
        most = correct;
        threshold = value;
        sideLabel = right == correct ? 1 : 0;
      }
    }
    return new LinearClassifier(angle, threshold, sideLabel, (double) most / all);
  }

  private static double[] sorted(List<Sample> samples, double angle) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double[] projections = new double[samples.size()];
    for (int i = 0; i < projections.length; i++) {
      projections[i] = cos * samples.get(i).x1() + sin * samples.get(i).x2();
    }
    Arrays.sort(projections);
    return projections;
  }
}
