package org.spinbench.experiments.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.baseline.SoftwareNetwork.Training;
import org.spinbench.experiments.spectra.Spectra;

class SoftwareNetworkTest {
  private static final Training TRAINING = new Training(200, 16, 0.02, 0);

  @Test
  void logisticRegressionSeparatesPeaks() {
    SoftwareNetwork logistic = SoftwareNetwork.logistic(Problems.peaks(90, 1), InputKind.POWER);
    assertEquals(1, logistic.accuracy(Problems.peaks(300, 2)));
    assertEquals("logistic regression", logistic.name());
  }

  /**
   * Two rows, one bin of power 0 or 1, two classes. By symmetry the weights are w and -w, and the
   * biases put the boundary at ½, so that both rows have the margin w. Where the mean cross-entropy
   * and the penalty ½ |w|² / (C n) balance, ½ σ(-w) = w / (C n); with C = 100 and n = 2, that is w
   * = 3.3593 (solved by bisection).
   */
  @Test
  void logisticRegressionStopsWherePenaltyAndLossBalance() {
    Spectra two =
        new Spectra("two", List.of("a", "b"), new double[][] {{0}, {1}}, new int[] {0, 1});
    double[][] scores = SoftwareNetwork.logistic(two, InputKind.POWER).scores(two);
    assertEquals(3.3593, scores[1][1] - scores[1][0], 0.02);
    assertEquals(3.3593, scores[0][0] - scores[0][1], 0.02);
  }

  @Test
  void noLinearClassifierDoesExclusiveOr() {
    Spectra problem = Problems.exclusiveOr();
    assertTrue(SoftwareNetwork.logistic(problem, InputKind.POWER).accuracy(problem) <= 0.75);
    assertEquals(
        1, SoftwareNetwork.perceptron(problem, InputKind.POWER, 16, TRAINING, 1).accuracy(problem));
  }

  @Test
  void perceptronGeneralises() {
    SoftwareNetwork perceptron =
        SoftwareNetwork.perceptron(Problems.peaks(90, 1), InputKind.POWER, 12, TRAINING, 3);
    assertEquals(1, perceptron.accuracy(Problems.peaks(300, 2)));
    assertEquals("software perceptron 8-12-3", perceptron.name());
  }

  @Test
  void sameSeedSameNetworkOtherSeedAnother() {
    Spectra problem = Problems.peaks(90, 1);
    Training training = new Training(3, 16, 0.02, 1e-3);
    double[][] first =
        SoftwareNetwork.perceptron(problem, InputKind.POWER, 12, training, 3).scores(problem);
    double[][] again =
        SoftwareNetwork.perceptron(problem, InputKind.POWER, 12, training, 3).scores(problem);
    double[][] other =
        SoftwareNetwork.perceptron(problem, InputKind.POWER, 12, training, 4).scores(problem);
    assertTrue(Arrays.deepEquals(first, again));
    assertFalse(Arrays.deepEquals(first, other));
  }

  @Test
  void classifyTakesTheFirstOfTheLargest() {
    Classifier fixed =
        new Classifier() {
          @Override
          public String name() {
            return "fixed";
          }

          @Override
          public double[][] scores(Spectra spectra) {
            return new double[][] {{1, 1, 0}, {0, 2, 1}, {0, 0, 3}};
          }
        };
    assertArrayEquals(new int[] {0, 1, 2}, fixed.classify(Problems.peaks(3, 1)));
    assertEquals(1, fixed.accuracy(Problems.peaks(3, 1)));
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    Spectra problem = Problems.peaks(10, 5);
    SoftwareNetwork network =
        SoftwareNetwork.perceptron(problem, InputKind.POWER, 6, new Training(1, 10, 1e-3, 0), 2);
    double decay = 0.3;
    for (DenseLayer layer : network.layers()) {
      network.lossAndGradient(problem.powers(), problem.labels(), decay);
      double[][] weightGradient = copy(layer.weightGradient);
      double[][] biasGradient = copy(layer.biasGradient);
      for (int i = 0; i < layer.weights.length; i++) {
        for (int j = 0; j < layer.weights[i].length; j++) {
          double slope = slope(network, problem, layer.weights[i], j);
          double expected = slope + decay * layer.weights[i][j];
          assertEquals(expected, weightGradient[i][j], 1e-7);
        }
      }
      for (int j = 0; j < biasGradient[0].length; j++) {
        assertEquals(slope(network, problem, layer.biases[0], j), biasGradient[0][j], 1e-7);
      }
    }
  }

  private static double slope(SoftwareNetwork network, Spectra problem, double[] row, int j) {
    double step = 1e-6;
    double kept = row[j];
    row[j] = kept + step;
    double above = network.lossAndGradient(problem.powers(), problem.labels(), 0);
    row[j] = kept - step;
    double below = network.lossAndGradient(problem.powers(), problem.labels(), 0);
    row[j] = kept;
    return (above - below) / (2 * step);
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  @Test
  void refusesTrainingThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new Training(0, 1, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Training(1, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Training(1, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Training(1, 1, 1, Double.NaN));
  }
}
