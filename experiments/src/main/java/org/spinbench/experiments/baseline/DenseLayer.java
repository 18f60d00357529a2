package org.spinbench.experiments.baseline;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.task.Normal;

/**
 * A fully connected layer, z = b + Σ_i x_i w_i, on batches of rows.
 *
 * <p>Rows (forward) and inputs (backward) are shared among the cores. One thread computes every sum
 * in a fixed order, so results are bit-identical on any machine.
 */
final class DenseLayer {
  private static final int BLOCK = 16;

  /** [input][output]. */
  final double[][] weights;

  /** A single row, [0][output]. */
  final double[][] biases;

  final double[][] weightGradient;
  final double[][] biasGradient;

  /** A layer of zeros. */
  DenseLayer(int inputs, int outputs) {
    weights = new double[inputs][outputs];
    biases = new double[1][outputs];
    weightGradient = new double[inputs][outputs];
    biasGradient = new double[1][outputs];
  }

  /**
   * Draws weights N(0, 2 / inputs): K. He et al., ICCV 2015, doi:10.1109/ICCV.2015.123. Biases stay
   * zero.
   */
  void initialise(RandomGenerator random) {
    double deviation = Math.sqrt(2.0 / weights.length);
    for (double[] row : weights) {
      Arrays.setAll(row, j -> deviation * Normal.draw(random));
    }
  }

  /** z of every row. */
  double[][] forward(double[][] rows) {
    double[][] out = new double[rows.length][];
    blocks(rows.length, s -> out[s] = forward(rows[s]));
    return out;
  }

  private double[] forward(double[] row) {
    double[] out = biases[0].clone();
    addProduct(row, weights, out);
    return out;
  }

  /** Sets the gradients of the parameters for ∂L/∂z, and adds those of ½ decay |w|². */
  void backward(double[][] rows, double[][] outGradient, double decay) {
    double[] biasSum = biasGradient[0];
    Arrays.fill(biasSum, 0);
    for (double[] gradient : outGradient) {
      for (int j = 0; j < biasSum.length; j++) {
        biasSum[j] += gradient[j];
      }
    }
    blocks(
        weights.length,
        i -> {
          double[] column = new double[rows.length];
          Arrays.setAll(column, s -> rows[s][i]);
          double[] gradient = weightGradient[i];
          for (int j = 0; j < gradient.length; j++) {
            gradient[j] = decay * weights[i][j];
          }
          addProduct(column, outGradient, gradient);
        });
  }

  /** ∂L/∂x of every row for ∂L/∂z. */
  double[][] inputGradient(double[][] outGradient) {
    double[][] in = new double[outGradient.length][weights.length];
    blocks(
        in.length,
        s -> {
          double[] gradient = outGradient[s];
          for (int i = 0; i < weights.length; i++) {
            double sum = 0;
            for (int j = 0; j < gradient.length; j++) {
              sum += gradient[j] * weights[i][j];
            }
            in[s][i] = sum;
          }
        });
    return in;
  }

  /** Adds Σ_k factors_k rows_k to a row; four at a time, for fewer memory accesses. */
  private static void addProduct(double[] factors, double[][] rows, double[] sum) {
    int k = 0;
    for (; k + 4 <= factors.length; k += 4) {
      addFour(
          factors[k],
          rows[k],
          factors[k + 1],
          rows[k + 1],
          factors[k + 2],
          rows[k + 2],
          factors[k + 3],
          rows[k + 3],
          sum);
    }
    for (; k < factors.length; k++) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += factors[k] * rows[k][j];
      }
    }
  }

  private static void addFour(
      double a,
      double[] ra,
      double b,
      double[] rb,
      double c,
      double[] rc,
      double d,
      double[] rd,
      double[] sum) {
    int count = sum.length;
    for (int j = 0; j < count; j++) {
      sum[j] += a * ra[j] + b * rb[j] + c * rc[j] + d * rd[j];
    }
  }

  private interface Item {
    void run(int index);
  }

  private static void blocks(int count, Item item) {
    IntStream.range(0, (count + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(count, (block + 1) * BLOCK);
              for (int i = block * BLOCK; i < end; i++) {
                item.run(i);
              }
            });
  }
}
