package org.spinbench.experiments.training.trainer;

import org.spinbench.experiments.network.Evaluations;

/**
 * A way of training a chip by evaluating it. Whatever it does follows from the problem, its seed
 * and what the chip answers: the same answers make the same run, so that a run can be resumed by
 * answering from its record.
 */
public interface Trainer {
  /**
   * Trains until the trainer's own test says that the goal is reached, or it gives up, or the
   * ledger of the evaluations has too little left for its next step.
   *
   * @return the best it found, whether or not the goal is reached
   */
  TrainedParameters train(Problem problem, Evaluations chip);
}
