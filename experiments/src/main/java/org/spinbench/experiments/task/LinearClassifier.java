package org.spinbench.experiments.task;

import java.util.ArrayList;
import java.util.Comparator;
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
    for (int i = 0; i < DIRECTIONS; i++) {
      LinearClassifier candidate = best(samples, StrictMath.PI * i / DIRECTIONS);
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

  private record Projected(double value, int label) {}

  /** Sweeps the threshold upwards; each sample that it passes changes sides. */
  private static LinearClassifier best(List<Sample> samples, double angle) {
    List<Projected> sorted = new ArrayList<>(samples.size());
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    int ones = 0;
    for (Sample sample : samples) {
      sorted.add(new Projected(cos * sample.x1() + sin * sample.x2(), sample.label()));
      ones += sample.label();
    }
    sorted.sort(Comparator.comparingDouble(Projected::value));
    int right = ones; // correct answers for "class 1 above" with the threshold below all samples
    int most = Math.max(right, samples.size() - right);
    double threshold = Double.NEGATIVE_INFINITY;
    int sideLabel = right >= samples.size() - right ? 1 : 0;
    for (int i = 0; i < sorted.size(); i++) {
      right += sorted.get(i).label() == 0 ? 1 : -1;
      double value = sorted.get(i).value();
      if (i + 1 < sorted.size() && sorted.get(i + 1).value() == value) {
        continue;
      }
      int correct = Math.max(right, samples.size() - right);
      if (correct > most) {
        most = correct;
        threshold = value;
        sideLabel = right == correct ? 1 : 0;
      }
    }
    return new LinearClassifier(angle, threshold, sideLabel, (double) most / samples.size());
  }
}
