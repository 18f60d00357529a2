package org.spinbench.experiments.training.trainer;

import java.util.Optional;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.experiments.training.loss.Answers;

/**
 * What training found.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param decisions numbers that the output powers are read with, W, as {@link Answers} has them; of
 *     two classes the power above which it is class 1
 * @param reached whether the trainer's own test says that the goal is reached
 * @param how what was done and why it ended, for people
 * @param belief what the trainer believes of the chip; empty if it believes nothing
 */
public record TrainedParameters(
    double[] parameters,
    double[] decisions,
    boolean reached,
    String how,
    Optional<Posterior> belief) {
  /** What was found by a trainer that believes nothing of the chip. */
  public TrainedParameters(double[] parameters, double[] decisions, boolean reached, String how) {
    this(parameters, decisions, reached, how, Optional.empty());
  }

  /** What was found for two classes. */
  public TrainedParameters(double[] parameters, double decision, boolean reached, String how) {
    this(parameters, new double[] {decision}, reached, how);
  }

  /** The same with what is believed of the chip. */
  public TrainedParameters believing(Posterior fit) {
    return new TrainedParameters(parameters, decisions, reached, how, Optional.of(fit));
  }

  /** The first number of the decision: of two classes the power above which it is class 1, W. */
  public double decision() {
    return decisions[0];
  }
}
