package org.spinbench.experiments.training.bayesian;

import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;

/**
 * The default way of training: everything that is ever read of the chip goes into one belief about
 * its numbers, and parameters are trained for that belief, where it costs nothing.
 *
 * <ol>
 *   <li>Bring-up: settings are chosen for what they tell (greedy D-optimal design), eight at a time
 *       after the first 24, until parameters are found that the belief takes for good enough, or
 *       for at most 104 readings.
 *   <li>Ex situ: descents from many starts in twins drawn from the belief ({@link
 *       PosteriorTrainer}).
 *   <li>Test: the proposal is put on the chip and measured on samples that it was not trained on,
 *       16 at a time; each reading refines the belief too. The goal is reached when at least 64
 *       samples, and the belief, say so. Otherwise the next proposal is made with what was learned.
 *   <li>Where proposals stop to get better the belief is fitted again from other starts; if then
 *       the readings are still not explained, the chip has physics that the twin lacks, and
 *       gradient steps follow with the forward pass measured and the twin's slopes at the measured
 *       states (physics-aware training: Wright et al. 2022, doi:10.1038/s41586-021-04223-6),
 *       accepted only if the chip's own loss falls.
 *   <li>Last, another trainer takes over, one that needs no model.
 * </ol>
 *
 * <p>A chip whose readings the twin explains and which, by the twin, cannot reach the goal is given
 * up and told so. Works with the output neurons alone too; bring-up then takes longer.
 */
public final class BayesianTrainer implements Trainer {
  /** Readings that it brings up a chip with; a smaller budget leaves it nothing to do. */
  public static final int FIRST_READINGS = 24;

  private final Trainer last;

  /**
   * A ladder.
   *
   * @param last takes over where no model helps
   */
  public BayesianTrainer(Trainer last) {
    this.last = last;
  }

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    return new BayesianTraining(problem, chip, last).run();
  }
}
