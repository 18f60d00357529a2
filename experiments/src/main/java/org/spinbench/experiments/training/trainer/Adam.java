package org.spinbench.experiments.training.trainer;

/**
 * Adam's rule for gradient steps (Kingma and Ba 2015, arXiv:1412.6980): each parameter moves by the
 * mean of its recent gradients over their root mean square.
 */
public final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.99;
  private static final double EPSILON = 1e-8;

  private final double[] mean;
  private final double[] square;
  private int steps;

  public Adam(int parameters) {
    this(new State(new double[parameters], new double[parameters], 0));
  }

  public Adam(State state) {
    mean = state.mean().clone();
    square = state.square().clone();
    steps = state.steps();
  }

  /** The state of the rule: moments of the gradient and the number of steps. */
  public record State(double[] mean, double[] square, int steps) {}

  public State state() {
    return new State(mean.clone(), square.clone(), steps);
  }

  /** Moves parameters against a gradient, in place. */
  public void step(double[] parameters, double[] gradient, double rate) {
    steps++;
    double correction1 = 1 - StrictMath.pow(BETA_1, steps);
    double correction2 = 1 - StrictMath.pow(BETA_2, steps);
    for (int i = 0; i < parameters.length; i++) {
      mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * gradient[i];
      square[i] = BETA_2 * square[i] + (1 - BETA_2) * gradient[i] * gradient[i];
      double root = Math.sqrt(square[i] / correction2);
      parameters[i] -= rate * (mean[i] / correction1) / (root + EPSILON);
    }
  }
}
