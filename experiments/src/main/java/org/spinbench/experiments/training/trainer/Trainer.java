package org.spinbench.experiments.training.trainer;

import org.spinbench.experiments.network.Evaluations;

/**
 * A method to train a chip by evaluating it. Everything follows from the problem, its seed and the
 * chip's answers: the same answers give the same run, so that a run can be resumed with answers
 * from its record.
 */
public interface Trainer {
  /**
   * Trains until the trainer's own test confirms the goal, or the trainer gives up, or the ledger
   * has too few evaluations left for its next step.
   *
   * @return the best parameters found, whether or not the goal is reached
   */
  TrainedParameters train(Problem problem, Evaluations chip);
}
