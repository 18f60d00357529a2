package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * The Adam rule on one array of rows of parameters: D. Kingma, J. Ba, ICLR 2015 (arXiv:1412.6980),
 * β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
 *
 * <p>The rule depends on units, so it works on parameter / unit. With shifts in Hz, a unit of 1 GHz
 * and a rate of 6.6093e-6 it takes the steps of the published training.
 *
 * <p>The trainers of a chip have a separate Adam rule, with β₂ = 0.99 and no unit. The two round
 * differently, and every run must repeat to the last bit, so one cannot replace the other.
 */
public final class LayerAdam {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double unit;
  private final double[][] mean;
  private final double[][] square;
  private long steps;

  /**
   * A rule without history.
   *
   * @param parameters array whose shape the rule takes
   * @param unit unit in which the parameters are trained, in the unit of the arrays
   */
  public LayerAdam(double[][] parameters, double unit) {
    if (!(unit > 0)) {
      throw new IllegalArgumentException("unit " + unit + " must be positive");
    }
    this.unit = unit;
    this.mean = zeros(parameters);
    this.square = zeros(parameters);
  }

  /**
   * Moves the parameters one step down the gradient.
   *
   * @param parameters changed in place
   * @param gradient derivatives of the loss, per unit of the arrays
   * @param rate learning rate
   */
  public void step(double[][] parameters, double[][] gradient, double rate) {
    steps++;
    double scale = unit * rate / (1 - StrictMath.pow(BETA1, steps));
    double correction = 1 / (1 - StrictMath.pow(BETA2, steps));
    for (int row = 0; row < mean.length; row++) {
      average(mean[row], BETA1, (1 - BETA1) * unit, gradient[row]);
      averageSquare(square[row], BETA2, (1 - BETA2) * unit * unit, gradient[row]);
      move(parameters[row], mean[row], square[row], scale, correction);
    }
  }

  private static void average(double[] mean, double keep, double weight, double[] gradient) {
    int count = mean.length;
    for (int i = 0; i < count; i++) {
      mean[i] = keep * mean[i] + weight * gradient[i];
    }
  }

  private static void averageSquare(
      double[] square, double keep, double weight, double[] gradient) {
    int count = square.length;
    for (int i = 0; i < count; i++) {
      square[i] = keep * square[i] + weight * (gradient[i] * gradient[i]);
    }
  }

  private static void move(
      double[] parameters, double[] mean, double[] square, double scale, double correction) {
    int count = parameters.length;
    for (int i = 0; i < count; i++) {
      parameters[i] -= scale * mean[i] / (Math.sqrt(square[i] * correction) + EPSILON);
    }
  }

  /** Continues a saved training: copies the moments and the number of steps. */
  public void restore(double[][] savedMean, double[][] savedSquare, long savedSteps) {
    copy(savedMean, mean);
    copy(savedSquare, square);
    steps = savedSteps;
  }

  /** Copy of the running mean of the gradient, in units of the rule. */
  public double[][] mean() {
    double[][] copy = zeros(mean);
    copy(mean, copy);
    return copy;
  }

  /** Copy of the running mean of the squared gradient, in units of the rule. */
  public double[][] square() {
    double[][] copy = zeros(square);
    copy(square, copy);
    return copy;
  }

  /** Number of steps so far. */
  public long steps() {
    return steps;
  }

  private static double[][] zeros(double[][] like) {
    return Arrays.stream(like).map(row -> new double[row.length]).toArray(double[][]::new);
  }

  private static void copy(double[][] from, double[][] to) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          "saved moments have " + from.length + " rows, the parameters " + to.length);
    }
    for (int row = 0; row < to.length; row++) {
      if (from[row].length != to[row].length) {
        throw new IllegalArgumentException(
            "row "
                + row
                + " of the saved moments has "
                + from[row].length
                + " elements, the parameters "
                + to[row].length);
      }
      System.arraycopy(from[row], 0, to[row], 0, to[row].length);
    }
  }
}
