package org.spinbench.experiments.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.Seeds;

class DenseLayerTest {

  @Test
  void weighsAndAdds() {
    DenseLayer layer = new DenseLayer(2, 2);
    layer.weights[0][0] = 1;
    layer.weights[0][1] = 2;
    layer.weights[1][0] = 3;
    layer.weights[1][1] = 4;
    layer.biases[0][1] = 10;
    assertArrayEquals(
        new double[] {1 * 5 + 3 * 6, 2 * 5 + 4 * 6 + 10},
        layer.forward(new double[][] {{5, 6}})[0]);
    assertArrayEquals(
        new double[] {7 * 1 + 8 * 2, 7 * 3 + 8 * 4},
        layer.inputGradient(new double[][] {{7, 8}})[0]);
    layer.backward(new double[][] {{5, 6}}, new double[][] {{7, 8}}, 0.5);
    assertArrayEquals(new double[] {35 + 0.5, 40 + 1}, layer.weightGradient[0]);
    assertArrayEquals(new double[] {42 + 1.5, 48 + 2}, layer.weightGradient[1]);
    assertArrayEquals(new double[] {7, 8}, layer.biasGradient[0]);
  }

  /** Sizes that are no multiple of the blocks, against plain loops. */
  @Test
  void agreesWithPlainLoops() {
    RandomGenerator random = Seeds.generator(8);
    DenseLayer layer = new DenseLayer(19, 5);
    layer.initialise(random);
    double[][] rows = new double[37][19];
    double[][] gradient = new double[37][5];
    for (int s = 0; s < 37; s++) {
      Arrays.setAll(rows[s], i -> random.nextDouble());
      Arrays.setAll(gradient[s], j -> random.nextDouble() - 0.5);
    }
    double[][] out = layer.forward(rows);
    layer.backward(rows, gradient, 0);
    for (int j = 0; j < 5; j++) {
      for (int s = 0; s < 37; s++) {
        double sum = 0;
        for (int i = 0; i < 19; i++) {
          sum += rows[s][i] * layer.weights[i][j];
        }
        assertEquals(sum, out[s][j], 1e-12);
      }
      for (int i = 0; i < 19; i++) {
        double sum = 0;
        for (int s = 0; s < 37; s++) {
          sum += rows[s][i] * gradient[s][j];
        }
        assertEquals(sum, layer.weightGradient[i][j], 1e-12);
      }
    }
  }

  /** Variance 2 / inputs. */
  @Test
  void startsWithTheSpreadOfHe() {
    DenseLayer layer = new DenseLayer(200, 100);
    layer.initialise(Seeds.generator(1));
    double squares = 0;
    for (double[] row : layer.weights) {
      for (double weight : row) {
        squares += weight * weight;
      }
    }
    assertEquals(0.01, squares / 20_000, 5e-4);
    assertArrayEquals(new double[100], layer.biases[0]);
  }
}
