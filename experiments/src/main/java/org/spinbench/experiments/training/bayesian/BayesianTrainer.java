package org.spinbench.experiments.training.bayesian;

import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;

/**
 * The default trainer. All readings of the chip enter one belief about its numbers, and parameters
 * are trained for that belief, which costs no evaluations.
 *
 * <ol>
 *   <li>Bring-up: measure the most informative settings (greedy D-optimal design), first 24, then
 *       eight at a time, until the belief has good parameters, or for at most 104 readings.
 *   <li>Ex situ: descend from many starts in twins drawn from the belief ({@link
 *       PosteriorTrainer}).
 *   <li>Test: measure the proposal on the chip with new samples, 16 at a time; each reading also
 *       refines the belief. The goal is reached if at least 64 samples and the belief confirm it.
 *       Otherwise make the next proposal with the refined belief.
 *   <li>If proposals do not improve, refit the belief from other starts. If the readings are still
 *       not explained, the chip has physics that the twin lacks. Then take gradient steps with the
 *       measured forward pass and the twin's slopes at the measured states (physics-aware training:
 *       Wright et al. 2022, doi:10.1038/s41586-021-04223-6), and accept them only if the chip's own
 *       loss falls.
 *   <li>Finally another trainer takes over, which needs no model.
 * </ol>
 *
 * <p>If the twin explains the readings of a chip and shows that the chip cannot reach the goal, the
 * trainer reports that and stops. It also works with the output neurons alone; bring-up then takes
 * longer.
 */
public final class BayesianTrainer implements Trainer {
  /** Number of readings in the first part of bring-up; a smaller budget is not enough. */
  public static final int FIRST_READINGS = 24;

  private final Trainer last;
  private final boolean thorough;

  /**
   * A trainer.
   *
   * @param last takes over if no model helps
   */
  public BayesianTrainer(Trainer last) {
    this(last, true);
  }

  /**
   * A trainer as a run records it.
   *
   * @param last takes over if no model helps
   * @param thorough whether a decision is placed where most answers are right, and networks of
   *     other chips of the design are tried
   */
  public BayesianTrainer(Trainer last, boolean thorough) {
    this.last = last;
    this.thorough = thorough;
  }

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    return new BayesianTraining(problem, chip, last, thorough).run();
  }
}
