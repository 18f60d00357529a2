package org.spinbench.experiments.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.loss.Answers;

/**
 * The result of a training run.
 *
 * @param scores the figures
 * @param parameters field-line currents, then bias currents, A
 * @param decision numbers of the decision, W, as in {@link Answers}: for two classes the power
 *     above which the answer is class 1
 * @param map decisions of the network over its inputs by the twin; only with two classes and two
 *     inputs
 * @param points the measured test samples
 * @param calibration of the chip: measured first, or fitted to all readings if training began with
 *     the design
 */
public record TrainingResult(
    Scores scores,
    double[] parameters,
    double[] decision,
    Optional<DecisionGrid> map,
    List<TestPoint> points,
    Calibration calibration) {

  /**
   * The figures of a run; accuracies from 0 to 1.
   *
   * @param trainer name of the trainer
   * @param testAccuracy fraction of the test samples that the chip classified correctly; with a
   *     certification, of its samples
   * @param testSamples their number
   * @param confidence 95 % Clopper-Pearson interval of the accuracy
   * @param linearAccuracy of a linear answer: for a drawn task the best straight line for these
   *     samples; for a file logistic regression or least squares, fitted to the training samples
   * @param floatingAccuracy of a software perceptron with as many hidden units, trained on the
   *     training samples; null if there is none
   * @param bayesAccuracy of the best possible classifier, from the densities of the task; null if
   *     unknown
   * @param classes names of the classes; empty for a quantity
   * @param confusion counts of answered classes for each class; empty for a quantity
   * @param quantity errors of a quantity's answers; null for classes
   * @param claim claimed accuracy; null without certification
   * @param certified whether it was proven; null without certification
   * @param certifiedLowerBound accuracy that the fresh samples prove with 95 % confidence, as
   *     {@link CertificationPlan} states it; null without certification
   * @param evaluationsToTarget evaluations, including calibration, after which the trainer had
   *     reached its goal; null if it reports that it has not, or if its claim was not proven
   * @param chipEvaluations all evaluations, including calibration and test
   * @param trainingEvaluations all except calibration, test and certification
   * @param calibrationEvaluations of bring-up
   * @param ledger all evaluations by purpose
   * @param parameterWrites number of currents changed by the training
   * @param chipSeconds duration by the bench's clock, s
   * @param scpiMessages program messages sent since the bench was opened
   * @param errorsInQueues errors found in the instruments' queues at the end
   * @param blocks blocks of training on the chip
   * @param acceptedBlocks number of blocks that the chip accepted
   * @param earlierMessages program messages of earlier sessions whose evaluations count above, in a
   *     run that was resumed from its record
   */
  public record Scores(
      String trainer,
      double testAccuracy,
      int testSamples,
      BinomialInterval confidence,
      double linearAccuracy,
      Double floatingAccuracy,
      Double bayesAccuracy,
      List<String> classes,
      int[][] confusion,
      Errors quantity,
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
      int acceptedBlocks,
      long earlierMessages) {
    /** Program messages of all sessions with counted evaluations. */
    public long allMessages() {
      return earlierMessages + scpiMessages;
    }

    /** Why the run did not do what it was asked to; empty if it did. */
    public Optional<String> shortfall() {
      boolean unread = calibrationEvaluations() + trainingEvaluations() == 0;
      if (unread && evaluationsToTarget() == null) {
        return Optional.of(
            "nothing was learned: the budget is too small for the first step of the trainer '"
                + trainer()
                + "'; allow some hundreds of evaluations with --budget");
      }
      return Boolean.FALSE.equals(certified())
          ? Optional.of(
              String.format(
                  Locale.ROOT,
                  "an accuracy of %s is not certified: %d of %d fresh samples right prove %s %%",
                  claim(),
                  Math.round(testAccuracy() * testSamples()),
                  testSamples(),
                  Percent.atLeast(certifiedLowerBound(), 2)))
          : Optional.empty();
    }
  }

  /**
   * Errors of a quantity's answers on the tested samples.
   *
   * @param tolerance largest error of a correct answer, in the quantity's own unit
   * @param rootMeanSquare in the quantity's own unit
   * @param determination R²: one less the mean squared error over the variance of the targets
   * @param lowest smallest target in the file
   * @param highest largest target in the file
   */
  public record Errors(
      double tolerance,
      double rootMeanSquare,
      double determination,
      double lowest,
      double highest) {}

  /**
   * Emitted power of the output neuron as a function of both inputs, from the twin.
   *
   * @param low smallest input value; the largest is 1
   * @param output power in W at the nodes of an even grid, {@code output[j][i]} at column i of
   *     input 1 and row j of input 2
   */
  public record DecisionGrid(double low, double[][] output) {}

  /**
   * One test sample.
   *
   * @param inputs each over its maximum power
   * @param target index of the true class, or the quantity from 0 to 1
   * @param answer of the chip, likewise
   * @param right whether it is correct
   * @param outputs measured powers of the output neurons, W
   */
  public record TestPoint(
      List<Double> inputs, double target, double answer, boolean right, List<Double> outputs) {}
}
