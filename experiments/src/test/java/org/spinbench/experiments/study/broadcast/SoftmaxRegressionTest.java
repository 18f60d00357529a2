package org.spinbench.experiments.study.broadcast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.Seeds;

class SoftmaxRegressionTest {
  private static final int SAMPLES = 60;
  private static final RandomGenerator RANDOM = Seeds.generator(3);
  private static final double[][][] FEATURES = new double[3][SAMPLES][2];
  private static final int[] LABELS = new int[SAMPLES];

  static {
    for (int i = 0; i < SAMPLES; i++) {
      LABELS[i] = i % 3;
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 2; k++) {
          FEATURES[c][i][k] = RANDOM.nextGaussian() + (c == LABELS[i] ? 1 : 0);
        }
      }
    }
  }

  private static double[] features(int label, int sample) {
    return FEATURES[label][sample];
  }

  @Test
  void withoutWeightsEveryClassIsAsLikely() {
    SoftmaxRegression zero = SoftmaxRegression.zero(3, 2);
    assertEquals(
        Math.log(3), SoftmaxRegression.loss(zero, SoftmaxRegressionTest::features, LABELS), 1e-12);
  }

  /** At the minimum of a convex function every direction leads up. */
  @Test
  void theFitIsAtTheMinimum() {
    SoftmaxRegression fitted =
        SoftmaxRegression.zero(3, 2).fitted(SoftmaxRegressionTest::features, LABELS, 2000);
    double least = SoftmaxRegression.loss(fitted, SoftmaxRegressionTest::features, LABELS);
    assertTrue(least < 0.9 * Math.log(3));
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < 3; k++) {
        double step = 1e-4;
        double slope =
            (SoftmaxRegression.loss(
                        moved(fitted, c, k, step), SoftmaxRegressionTest::features, LABELS)
                    - SoftmaxRegression.loss(
                        moved(fitted, c, k, -step), SoftmaxRegressionTest::features, LABELS))
                / (2 * step);
        assertEquals(0, slope, 1e-5, c + " " + k);
      }
    }
  }

  private static SoftmaxRegression moved(SoftmaxRegression from, int c, int k, double step) {
    double[][] weights = new double[3][];
    for (int i = 0; i < 3; i++) {
      weights[i] = from.weights()[i].clone();
    }
    weights[c][k] += step;
    return new SoftmaxRegression(weights);
  }

  @Test
  void theLargestScoreDecides() {
    SoftmaxRegression scores =
        new SoftmaxRegression(new double[][] {{1, 0, 0}, {0, 0, 0.5}, {-1, 0, 0}});
    double[] sample = {2, 0};
    assertEquals(0, scores.decide((label, i) -> sample, 0));
    double[] other = {0.1, 7};
    assertEquals(1, scores.decide((label, i) -> other, 0));
    assertEquals(1, scores.right((label, i) -> other, new int[] {1}));
    assertEquals(0, scores.right((label, i) -> other, new int[] {2}));
  }
}
