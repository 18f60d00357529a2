package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both kernels in double precision give the same bits, for every length that fills vectors, strips
 * and groups of rows partly. The tests run with the module.
 */
class VectorArithmeticTest {
  private final Arithmetic plain = new DoubleArithmetic();
  private final Arithmetic vector = Arithmetic.of(Numerics.Precision.DOUBLE);

  private static double[] random(RandomGenerator random, int length, double scale) {
    return random.doubles(length, -scale, scale).toArray();
  }

  private static double[][] matrix(RandomGenerator random, int rows, int columns) {
    double[][] matrix = new double[rows][];
    Arrays.setAll(matrix, row -> random(random, columns, 1));
    return matrix;
  }

  private static double[] frequencies(RandomGenerator random, int length) {
    return random.doubles(length, 2e7, 1.2e8).toArray();
  }

  @Test
  void testsRunWithTheVectorKernel() {
    assertEquals("VectorArithmetic", vector.getClass().getSimpleName());
    assertTrue(vector.toString().matches("vectors of [248] numbers"), vector.toString());
    String single = Numerics.SINGLE.kernel();
    assertTrue(single.matches("vectors of (4|8|16) numbers in single precision"), single);
    assertEquals("plain loops", plain.toString());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.3, 0", "0, 0.02", "0.3, 0.02"})
  void sumsOverChainsHaveTheSameBits(double symmetric, double loss) {
    RandomGenerator random = Plain.random(11);
    SynapseModel model = Plain.synapse(symmetric, loss, Double.POSITIVE_INFINITY);
    for (int length = 1; length <= 35; length++) {
      double[] resonances = frequencies(random, length);
      double[] weights = model.chainWeights(length);
      for (int count : new int[] {1, 2, 7, 8, 9, 31, 256}) {
        double[] tones = frequencies(random, count);
        double[] expected = new double[count];
        double[] found = new double[count];
        plain.values(model, tones, resonances, weights, expected);
        vector.values(model, tones, resonances, weights, found);
        assertArrayEquals(expected, found, length + " junctions, " + count + " tones");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "0.3", "-1.5"})
  void slopesHaveTheSameBits(double symmetric) {
    RandomGenerator random = Plain.random(12);
    SynapseModel model = Plain.symmetric(symmetric);
    for (int count = 1; count <= 19; count++) {
      double[] tones = frequencies(random, count);
      double[] gradient = random(random, count, 1);
      gradient[count / 2] = 0;
      gradient[count - 1] = 0;
      for (int length : new int[] {1, 7, 8, 9, 33, 256}) {
        double[] resonances = frequencies(random, length);
        double[] expected = random(random, length, 1e-9);
        double[] found = expected.clone();
        plain.slopes(model, tones, gradient, resonances, expected);
        vector.slopes(model, tones, gradient, resonances, found);
        assertArrayEquals(expected, found, length + " junctions, " + count + " tones");
      }
    }
  }

  @Test
  void productsHaveTheSameBitsAndTouchNothingElse() {
    RandomGenerator random = Plain.random(13);
    for (int n = 0; n < 200; n++) {
      int rows = 1 + random.nextInt(12);
      int from = random.nextInt(rows);
      int to = from + random.nextInt(rows - from + 1);
      int inner = 1 + random.nextInt(40);
      int columns = 1 + random.nextInt(50);
      double[][] a = matrix(random, rows, inner);
      double[][] transposed = matrix(random, inner, rows);
      double[][] b = matrix(random, inner, columns + 3);
      double[][] rowsOfB = matrix(random, columns, inner + 1);
      double[][] expected = matrix(random, rows, columns + 3);
      double[][] found = Arrays.stream(expected).map(double[]::clone).toArray(double[][]::new);
      plain.product(a, b, expected, from, to, inner, columns);
      vector.product(a, b, found, from, to, inner, columns);
      plain.productTransposed(transposed, b, expected, from, to, inner, columns);
      vector.productTransposed(transposed, b, found, from, to, inner, columns);
      plain.productOfRows(a, rowsOfB, expected, from, to, inner, columns);
      vector.productOfRows(a, rowsOfB, found, from, to, inner, columns);
      for (int row = 0; row < rows; row++) {
        assertArrayEquals(expected[row], found[row], "product " + n + ", row " + row);
      }
    }
  }

  @Test
  void productsAreThoseOfPlainSums() {
    RandomGenerator random = Plain.random(4);
    for (int n = 0; n < 30; n++) {
      int rows = 1 + random.nextInt(9);
      int inner = 1 + random.nextInt(600);
      int columns = 1 + random.nextInt(40);
      double[][] a = matrix(random, rows, inner);
      double[][] transposed = matrix(random, inner, rows);
      double[][] b = matrix(random, inner, columns + 2);
      double[][] rowsOfB = matrix(random, columns, inner);
      for (Arithmetic arithmetic : new Arithmetic[] {plain, vector, new SingleArithmetic()}) {
        double tolerance = arithmetic instanceof SingleArithmetic ? 1e-4 : 1e-12;
        double[][] product = matrix(Plain.random(n), rows, columns);
        double[][] second = matrix(Plain.random(n), rows, columns);
        double[][] third = matrix(Plain.random(n), rows, columns);
        arithmetic.product(a, b, product, 0, rows, inner, columns);
        arithmetic.productTransposed(transposed, b, second, 0, rows, inner, columns);
        arithmetic.productOfRows(a, rowsOfB, third, 0, rows, inner, columns);
        double[][] before = matrix(Plain.random(n), rows, columns);
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            double[] sums = {before[r][c], before[r][c], before[r][c]};
            for (int k = 0; k < inner; k++) {
              sums[0] += a[r][k] * b[k][c];
              sums[1] += transposed[k][r] * b[k][c];
              sums[2] += a[r][k] * rowsOfB[c][k];
            }
            assertEquals(sums[0], product[r][c], tolerance);
            assertEquals(sums[1], second[r][c], tolerance);
            assertEquals(sums[2], third[r][c], tolerance);
          }
        }
      }
    }
  }

  /** Σ of published responses at published places, from the equation of {@link SynapseModel}. */
  @Test
  void aSumIsThatOfTheEquation() {
    SynapseModel model = SynapseModel.PUBLISHED;
    double[] frequencies = LayerDesign.linear(2e7, 1.2e8, 256);
    double[] weights = model.chainWeights(256);
    double[] found = new double[256];
    vector.values(model, frequencies, frequencies, weights, found);
    for (int i = 0; i < 256; i++) {
      double expected = 0;
      for (int k = 0; k < 256; k++) {
        double width = model.damping() * frequencies[k];
        double x = frequencies[i] - frequencies[k];
        expected += weights[k] * model.sensitivity() * 2 * width * x / (width * width + x * x);
      }
      assertEquals(expected, found[i], 1e-12 * model.sensitivity());
    }
  }
}
