package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class TrainingTest {
  @Test
  void theFirstStepOfAdamIsTheRateInTheUnitOfTraining() {
    double[][] parameters = {{5e6, -1e6}, {0}};
    Adam adam = new Adam(parameters, 1e9);
    adam.step(parameters, new double[][] {{3e-7, -2e-5}, {0}}, 6.6093e-6);
    assertArrayEquals(new double[] {5e6 - 6609.3, -1e6 + 6609.3}, parameters[0], 1e-3);
    assertEquals(0, parameters[1][0]);
  }

  /**
   * Kingma and Ba, algorithm 1, worked through by hand for two steps with gradients 1 and 2, rate
   * 0.1.
   */
  @Test
  void twoStepsOfAdamAgreeWithTheAlgorithm() {
    double[][] parameters = {{0}};
    Adam adam = new Adam(parameters, 1);
    adam.step(parameters, new double[][] {{1}}, 0.1);
    assertEquals(-0.1, parameters[0][0], 1e-8);
    adam.step(parameters, new double[][] {{2}}, 0.1);
    double mean = (0.09 + 0.2) / 0.19;
    double square = (0.000999 + 0.004) / 0.001999;
    assertEquals(-0.1 - 0.1 * mean / Math.sqrt(square), parameters[0][0], 1e-8);
  }

  @Test
  void aRestoredRuleContinuesAsIfNeverInterrupted() {
    double[][] parameters = {{1, 2}, {3}};
    double[][] twins = {{1, 2}, {3}};
    Adam adam = new Adam(parameters, 2);
    RandomGenerator random = Plain.random(4);
    double[][] gradient = {{random.nextDouble(), -random.nextDouble()}, {random.nextDouble()}};
    for (int n = 0; n < 3; n++) {
      adam.step(parameters, gradient, 0.01);
    }
    Adam restored = new Adam(parameters, 2);
    Adam.State saved = adam.state();
    restored.restore(saved);
    for (int row = 0; row < 2; row++) {
      twins[row] = parameters[row].clone();
    }
    adam.step(parameters, gradient, 0.01);
    restored.step(twins, gradient, 0.01);
    assertArrayEquals(parameters[0], twins[0]);
    assertArrayEquals(parameters[1], twins[1]);
    assertThrows(
        IllegalArgumentException.class,
        () -> restored.restore(new Adam.State(new double[1][2], saved.square(), 3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> restored.restore(new Adam.State(new double[][] {{1}, {2}}, saved.square(), 3)));
  }

  @Test
  void crossEntropyOfEqualLogitsIsTheLogarithmOfTheClasses() {
    double[][] gradient = new double[2][4];
    double loss =
        CrossEntropy.of(
            new double[][] {{7, 7, 7, 7}, {1e3, 1e3, 1e3, 1e3}}, new int[] {2, 0}, gradient);
    assertEquals(Math.log(4), loss, 1e-12);
    assertArrayEquals(new double[] {0.125, 0.125, -0.375, 0.125}, gradient[0], 1e-15);
  }

  @Test
  void crossEntropyOfTwoClassesIsTheLogisticLoss() {
    double[][] gradient = new double[1][2];
    double loss = CrossEntropy.of(new double[][] {{1.5, -0.5}}, new int[] {1}, gradient);
    assertEquals(Math.log1p(Math.exp(2)), loss, 1e-14);
    assertEquals(1 / (1 + Math.exp(-2)), gradient[0][0], 1e-15);
    assertEquals(-1 / (1 + Math.exp(-2)), gradient[0][1], 1e-15);
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    double[][] gradient = new double[1][2];
    assertEquals(2e6, CrossEntropy.of(new double[][] {{1e6, -1e6}}, new int[] {1}, gradient), 1e-6);
    assertThrows(
        IllegalArgumentException.class,
        () -> CrossEntropy.of(new double[1][2], new int[2], new double[2][2]));
  }

  /** Bumps on a floor, one band of tones a class: spectra that a linear model tells apart. */
  private static double[][] spectra(int[] labels, int classes, int tones, long seed) {
    RandomGenerator random = Plain.random(seed);
    double[][] powers = new double[labels.length][tones];
    for (int s = 0; s < labels.length; s++) {
      labels[s] = s % classes;
      for (int i = 0; i < tones; i++) {
        boolean inBand = i * classes / tones == labels[s];
        powers[s][i] = 1e-7 * random.nextDouble() * (inBand ? 1 : 0.1);
      }
    }
    return powers;
  }

  private static double accuracy(double[][] logits, int[] labels) {
    int right = 0;
    for (int s = 0; s < labels.length; s++) {
      int best = 0;
      for (int c = 1; c < logits[s].length; c++) {
        best = logits[s][c] > logits[s][best] ? c : best;
      }
      right += best == labels[s] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  private static double train(Numerics numerics, double pulling) {
    RfNetwork network = RfNetwork.of(SynapseModel.PUBLISHED, Plain.pulled(pulling), 32, 12, 4);
    network.initialise(Plain.random(21));
    int[] labels = new int[120];
    double[][] powers = spectra(labels, 4, 32, 3);
    int[] unseen = new int[200];
    double[][] others = spectra(unseen, 4, 32, 4);
    double[][] gradient = new double[120][4];
    try (Workers workers = new Workers(2)) {
      Workspace workspace = new Workspace(network, 200, workers, numerics);
      assertTrue(accuracy(workspace.forward(others), unseen) < 0.7, "untrained");
      Adam[] rules = {new Adam(network.shifts(0), 1e9), new Adam(network.shifts(1), 1e9)};
      for (int epoch = 0; epoch < 60; epoch++) {
        double[][] logits = java.util.Arrays.copyOf(workspace.forward(powers), 120);
        CrossEntropy.of(logits, labels, gradient);
        workspace.backward(gradient);
        for (int l = 0; l < 2; l++) {
          rules[l].step(network.shifts(l), workspace.shiftGradient(l), 3e-5);
        }
      }
      return accuracy(workspace.forward(others), unseen);
    }
  }

  @Test
  void anUntrainedNetworkLearnsToTellSpectraApart() {
    assertTrue(train(Numerics.EXACT, 0) >= 0.98);
    assertTrue(train(Numerics.SINGLE, 0) >= 0.98);
    assertTrue(train(Numerics.EXACT, 1e10) >= 0.98);
  }
}
