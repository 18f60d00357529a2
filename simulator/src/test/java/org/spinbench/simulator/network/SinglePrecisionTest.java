package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Single precision against double precision. */
class SinglePrecisionTest {
  private static double[][] matrix(RandomGenerator random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return matrix;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  @Test
  void weightsAndSlopesAgreeToOnePartInTenThousand() {
    RandomGenerator random = Plain.random(3);
    for (int n = 0; n < 20; n++) {
      SynapseModel model = Plain.symmetric(n % 2 * 0.4);
      double[] tones = LayerDesign.linear(2e7, 1.2e8, 1 + random.nextInt(70));
      double[] resonances = LayerDesign.geometric(2e7, 1.2e8, 1 + random.nextInt(70));
      Arrays.setAll(resonances, k -> resonances[k] * (1 + 0.02 * random.nextGaussian()));
      double[] weights = model.chainWeights(resonances.length);
      double[] expected = new double[tones.length];
      double[] actual = new double[tones.length];
      new DoubleArithmetic().values(model, tones, resonances, weights, expected);
      new SingleArithmetic().values(model, tones, resonances, weights, actual);
      for (int i = 0; i < tones.length; i++) {
        assertEquals(expected[i], actual[i], 1e-4 * model.sensitivity(), "tone " + i);
      }
      double[] gradient = matrix(random, 1, tones.length)[0];
      double[] slopes = new double[resonances.length];
      double[] single = new double[resonances.length];
      new DoubleArithmetic().slopes(model, tones, gradient, resonances, slopes);
      new SingleArithmetic().slopes(model, tones, gradient, resonances, single);
      for (int k = 0; k < resonances.length; k++) {
        double steepest = 2 * model.sensitivity() / (model.damping() * resonances[k]);
        assertEquals(slopes[k], single[k], 2e-4 * steepest * largest(gradient), "junction " + k);
      }
    }
  }

  /** Narrow lines in a wide band: products of denominators stay within the range of the format. */
  @Test
  void fourSharpResonancesOfAWideBandNeitherVanishNorOverflow() {
    SynapseModel model = new SynapseModel(1e-4, 1, 0, 0, Double.POSITIVE_INFINITY);
    double[] tones = {1e6, 1.0001e6, 3e7, 9.999e8, 1e9};
    double[] resonances = {1e6, 1.00005e6, 3.0001e7, 9.9995e8};
    double[] weights = {1, -1, 1, -1};
    double[] expected = new double[tones.length];
    double[] actual = new double[tones.length];
    new DoubleArithmetic().values(model, tones, resonances, weights, expected);
    new SingleArithmetic().values(model, tones, resonances, weights, actual);
    double[] slopes = new double[4];
    double[] single = new double[4];
    new DoubleArithmetic().slopes(model, tones, new double[] {1, 2, 3, 4, 5}, resonances, slopes);
    new SingleArithmetic().slopes(model, tones, new double[] {1, 2, 3, 4, 5}, resonances, single);
    for (int i = 0; i < tones.length; i++) {
      // The centre is 5e8 Hz, so a detuning at 1e6 Hz is known to 30 Hz, a third of the width.
      assertTrue(Double.isFinite(actual[i]), "tone " + i + " is " + actual[i]);
    }
    assertEquals(expected[2], actual[2], 0.05 * model.sensitivity());
    assertEquals(expected[3], actual[3], 0.02 * model.sensitivity());
    for (int k = 0; k < 4; k++) {
      assertTrue(Double.isFinite(single[k]), "junction " + k + " is " + single[k]);
    }
    assertEquals(slopes[3], single[3], 0.02 * Math.abs(slopes[3]));
  }

  @Test
  void logitsAndGradientsOfANetworkAgree() {
    RfNetwork network =
        Plain.network(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, 8, 40, 20, 5);
    double[][] powers = Plain.powers(9, 40, 3);
    double[][] logitGradient = matrix(Plain.random(5), 9, 5);
    try (Workers workers = new Workers(2)) {
      Workspace exact = new Workspace(network, 9, workers, Numerics.EXACT);
      Workspace single = new Workspace(network, 9, workers, Numerics.SINGLE);
      double[][] expected = exact.forward(powers);
      double[][] actual = single.forward(powers);
      exact.backward(logitGradient);
      single.backward(logitGradient);
      boolean different = false;
      for (int s = 0; s < 9; s++) {
        for (int c = 0; c < 5; c++) {
          assertEquals(expected[s][c], actual[s][c], 1e-3 * largest(expected[s]));
          different |= expected[s][c] != actual[s][c];
        }
      }
      assertTrue(different, "single precision was not used");
      for (int l = 0; l < 2; l++) {
        double scale =
            Arrays.stream(exact.shiftGradient(l))
                .mapToDouble(SinglePrecisionTest::largest)
                .max()
                .orElseThrow();
        for (int j = 0; j < exact.shiftGradient(l).length; j++) {
          for (int k = 0; k < exact.shiftGradient(l)[j].length; k++) {
            assertEquals(exact.shiftGradient(l)[j][k], single.shiftGradient(l)[j][k], 2e-3 * scale);
          }
        }
      }
    }
  }
}
