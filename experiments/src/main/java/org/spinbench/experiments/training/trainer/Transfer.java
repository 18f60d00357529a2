package org.spinbench.experiments.training.trainer;

import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Training without the chip, and transfer to it: the parameters of a trained twin unchanged ({@code
 * twin}), or parameters that are good for chips drawn from the belief, with the decision from the
 * chip's own readings ({@code transfer}).
 */
public final class Transfer implements Trainer {
  private static final int DECISION_SAMPLES = 64;

  private final boolean robust;

  /**
   * @param robust whether to train for chips drawn from the belief, or for the believed chip
   */
  public Transfer(boolean robust) {
    this.robust = robust;
  }

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    Probe probe = Probe.of(problem, chip);
    TrainingMonitor course = new TrainingMonitor(problem, probe);
    ExSitu.Solution solution = robust ? ExSitu.robust(problem) : ExSitu.nominal(problem);
    Loss shape = ExSitu.shape(problem);
    double[] levels = solution.levels();
    int samples = Math.min(DECISION_SAMPLES, problem.train().size());
    if (robust && probe.allows(samples)) {
      OutputReadings readings =
          probe.measure(solution.point(), problem.train().range(0, samples), Purpose.TRAIN);
      levels = Decision.best(readings, shape).levels();
    }
    boolean reached = course.isBest(solution.point(), shape.at(levels));
    return course.end(reached, "transferred without training on the chip");
  }
}
