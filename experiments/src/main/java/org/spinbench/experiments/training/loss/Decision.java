package org.spinbench.experiments.training.loss;

/**
 * A decision with its performance.
 *
 * @param levels of the loss
 * @param powers the numbers of the decision, W
 * @param loss mean loss with this decision
 * @param accuracy fraction of correct answers
 */
public record Decision(double[] levels, double[] powers, double loss, double accuracy) {
  /** The decision with the smallest mean loss for measured powers. */
  public static Decision best(OutputReadings readings, Loss shape) {
    return at(shape.at(shape.bestLevels(readings)), readings);
  }

  /** The performance of a given decision. */
  public static Decision at(Loss loss, OutputReadings readings) {
    int right = readings.size() - readings.errors(loss);
    return new Decision(
        loss.levels(), loss.decision(), readings.loss(loss), (double) right / readings.size());
  }
}
