package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * The Adam rule on rows of parameters: each moves by the mean of its recent gradients over their
 * root mean square (D. Kingma, J. Ba, ICLR 2015, arXiv:1412.6980; β₁ = 0.9, ε = 1e-8).
 *
 * <p>The rule is not indifferent to units, so it works on parameter / unit: with shifts in Hz, a
 * unit of 1 GHz and a rate of 6.6093e-6 it takes the steps of the published training.
 *
 * <p>Runs of 'train' repeat to the last bit, so the order of its operations must not change.
 */
public final class Adam {
  private static final double BETA1 = 0.9;
  private static final double EPSILON = 1e-8;

  private final double beta2;
  private final double unit;
  private final double[][] mean;
  private final double[][] square;
  private long steps;

  /**
   * What a later step depends on.
   *
   * @param mean running mean of the gradient, in units of the rule
   * @param square the same of its square
   * @param steps steps taken
   */
  public record State(double[][] mean, double[][] square, long steps) {}

  /**
   * A rule for a network of many chains, which has seen no gradient; β₂ = 0.999.
   *
   * @param parameters array whose shape the rule takes
   * @param unit unit in which the parameters are trained, in that of the arrays
   */
  public Adam(double[][] parameters, double unit) {
    this(parameters, unit, 0.999);
  }

  /** A rule for the few parameters of one chip, whose gradients change faster; β₂ = 0.99. */
  public static Adam ofChip(int parameters) {
    return new Adam(new double[1][parameters], 1, 0.99);
  }

  private Adam(double[][] parameters, double unit, double beta2) {
    if (!(unit > 0)) {
      throw new IllegalArgumentException("unit " + unit + " must be positive");
    }
    this.beta2 = beta2;
    this.unit = unit;
    this.mean = copy(parameters);
    this.square = copy(parameters);
    for (int row = 0; row < mean.length; row++) {
      Arrays.fill(mean[row], 0);
      Arrays.fill(square[row], 0);
    }
  }

  /** Moves the parameters of a chip one step down the gradient, in place. */
  public void step(double[] parameters, double[] gradient, double rate) {
    step(new double[][] {parameters}, new double[][] {gradient}, rate);
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
    double correction1 = 1 - StrictMath.pow(BETA1, steps);
    double correction2 = 1 - StrictMath.pow(beta2, steps);
    for (int row = 0; row < mean.length; row++) {
      average(mean[row], square[row], gradient[row]);
      move(parameters[row], mean[row], square[row], rate, correction1, correction2);
    }
  }

  private void average(double[] means, double[] squares, double[] gradient) {
    for (int i = 0; i < means.length; i++) {
      double g = gradient[i] * unit;
      means[i] = BETA1 * means[i] + (1 - BETA1) * g;
      squares[i] = beta2 * squares[i] + (1 - beta2) * g * g;
    }
  }

  private void move(
      double[] parameters,
      double[] means,
      double[] squares,
      double rate,
      double correction1,
      double correction2) {
    for (int i = 0; i < parameters.length; i++) {
      double root = Math.sqrt(squares[i] / correction2);
      parameters[i] -= unit * (rate * (means[i] / correction1) / (root + EPSILON));
    }
  }

  /** A copy of what a later step depends on. */
  public State state() {
    return new State(copy(mean), copy(square), steps);
  }

  /**
   * Continues a training that was saved.
   *
   * @throws IllegalArgumentException if it had another number of parameters
   */
  public void restore(State saved) {
    copy(saved.mean(), mean);
    copy(saved.square(), square);
    steps = saved.steps();
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
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
