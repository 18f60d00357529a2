package org.spinbench.experiments.training.loss;

/**
 * A decision and how well it decides.
 *
 * @param levels as the loss has them
 * @param powers the numbers of the decision, W
 * @param loss mean loss at this decision
 * @param accuracy part of the samples that are right
 */
public record Decision(double[] levels, double[] powers, double loss, double accuracy) {
  /** The decision of least mean loss for measured powers. */
  public static Decision best(OutputReadings readings, Loss shape) {
    return at(shape.at(shape.bestLevels(readings)), readings);
  }

  /** How a given decision does. */
  public static Decision at(Loss loss, OutputReadings readings) {
    int right = readings.size() - readings.errors(loss);
    return new Decision(
        loss.levels(), loss.decision(), readings.loss(loss), (double) right / readings.size());
  }
}
