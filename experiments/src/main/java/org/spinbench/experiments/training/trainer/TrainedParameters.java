package org.spinbench.experiments.training.trainer;

import java.util.Optional;
import org.spinbench.calibration.refit.PosteriorEstimator.Believed;
import org.spinbench.experiments.training.loss.Answers;

/**
 * The result of a training.
 *
 * @param parameters field-line currents, then bias currents, A
 * @param decisions numbers of the decision, W, as in {@link Answers}; for two classes the power
 *     above which the answer is class 1
 * @param reached whether the trainer's own test confirms the goal
 * @param how description of the training and its end, for people
 * @param belief the trainer's posterior of the chip, and the estimator that gives it; empty if it
 *     has none
 */
public record TrainedParameters(
    double[] parameters,
    double[] decisions,
    boolean reached,
    String how,
    Optional<Believed> belief) {
  /** The result of a trainer without a belief. */
  public TrainedParameters(double[] parameters, double[] decisions, boolean reached, String how) {
    this(parameters, decisions, reached, how, Optional.empty());
  }

  /** The result for two classes. */
  public TrainedParameters(double[] parameters, double decision, boolean reached, String how) {
    this(parameters, new double[] {decision}, reached, how);
  }

  /** The same with the trainer's belief about the chip. */
  public TrainedParameters believing(Believed last) {
    return new TrainedParameters(parameters, decisions, reached, how, Optional.of(last));
  }

  /** The same with another description of the training. */
  public TrainedParameters explained(String account) {
    return new TrainedParameters(parameters, decisions, reached, account, belief);
  }
}
