package org.spinbench.experiments.training;

/**
 * What training found.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param decisions numbers that the output powers are read with, W, as {@link Answers} has them; of
 *     two classes the power above which it is class 1
 * @param reached whether the trainer's own test says that the goal is reached
 * @param how what was done and why it ended, for people
 */
public record Trained(double[] parameters, double[] decisions, boolean reached, String how) {
  /** What was found for two classes. */
  public Trained(double[] parameters, double decision, boolean reached, String how) {
    this(parameters, new double[] {decision}, reached, how);
  }

  /** The first number of the decision: of two classes the power above which it is class 1, W. */
  public double decision() {
    return decisions[0];
  }
}
