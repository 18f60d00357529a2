package org.spinbench.experiments.training;

import java.util.List;
import java.util.Map;
import org.spinbench.calibration.Calibration;

/**
 * What a training run found.
 *
 * @param scores the figures
 * @param parameters field-line currents, then bias currents, A
 * @param decisionPower power emitted by the output neuron that decides: class 1 above, W
 * @param map what the twin says that the network decides over its inputs
 * @param points the test samples as measured
 * @param calibration the chip's numbers: measured first, or where training began with the design
 *     alone, fitted to what was read
 */
public record TrainingResult(
    Scores scores,
    double[] parameters,
    double decisionPower,
    DecisionGrid map,
    List<TestPoint> points,
    Calibration calibration) {

  /**
   * The figures of a run; accuracies from 0 to 1.
   *
   * @param trainer name of the way of training
   * @param testAccuracy part of the test samples that the chip classified right; they are those of
   *     the certification if there was one
   * @param testSamples their number
   * @param confidence 95 % Clopper-Pearson interval of the accuracy
   * @param linearAccuracy of the best straight line, chosen with these samples' labels in sight
   * @param bayesAccuracy of the best possible classifier, from the densities of the task
   * @param claim accuracy that was to be certified; null without certification
   * @param certified whether it was proven; null without certification
   * @param certifiedLowerBound accuracy that the fresh samples prove with 95 % confidence, as
   *     {@link CertificationPlan} states it; null without certification
   * @param evaluationsToTarget evaluations, calibration included, after which the trainer had
   *     reached its goal; null if it says that it has not, or if its claim was not proven
   * @param chipEvaluations all evaluations, those of calibration and test included
   * @param trainingEvaluations all but those of calibration, test and certification
   * @param calibrationEvaluations of bring-up
   * @param ledger all evaluations by purpose
   * @param parameterWrites currents set for the training, each that changed counted by itself
   * @param chipSeconds time on the bench's clock that it took, s
   * @param scpiMessages program messages sent since the bench was opened
   * @param errorsInQueues errors found in the instruments' queues at the end
   * @param blocks blocks of training on the chip
   * @param acceptedBlocks how many of them the chip agreed to
   */
  public record Scores(
      String trainer,
      double testAccuracy,
      int testSamples,
      BinomialInterval confidence,
      double linearAccuracy,
      double bayesAccuracy,
      Double claim,
      Boolean certified,
      Double certifiedLowerBound,
      Long evaluationsToTarget,
      long chipEvaluations,
      long trainingEvaluations,
      long calibrationEvaluations,
      Map<String, Long> ledger,
      long parameterWrites,
      double chipSeconds,
      long scpiMessages,
      int errorsInQueues,
      int blocks,
      int acceptedBlocks) {}

  /**
   * Emitted power of the output neuron over both inputs, from the twin.
   *
   * @param low smallest input value; the largest is 1
   * @param output power in W at the nodes of an even grid, {@code output[j][i]} at column i of
   *     input 1 and row j of input 2
   */
  public record DecisionGrid(double low, double[][] output) {}

  /**
   * One test sample.
   *
   * @param x1 input 1 over its maximum power
   * @param x2 input 2 over its maximum power
   * @param label true class
   * @param decided class that the chip gave
   * @param output measured power, W
   */
  public record TestPoint(double x1, double x2, int label, int decided, double output) {}
}
