package org.spinbench.experiments.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.TrainingResult.Errors;
import org.spinbench.experiments.training.TrainingResult.TestPoint;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.certification.Certificate;
import org.spinbench.experiments.training.certification.Certification;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * The test of a trained chip.
 *
 * @param dataset of the training
 * @param trained parameters on the chip
 * @param samples without use in training
 * @param powers emitted powers of the output neurons for these, W
 * @param certificate result of a certification; empty without a claim
 */
record FinalTest(
    Dataset dataset,
    TrainedParameters trained,
    Examples samples,
    double[][] powers,
    Optional<Certificate> certificate) {
  /** Measures the test samples of a data set, in addition to the budget. */
  static FinalTest measured(
      Dataset dataset,
      TrainedParameters trained,
      int[] outputs,
      Evaluations chip,
      TrainingProgress progress) {
    Examples examples = dataset.test();
    chip.ledger().allow(examples.size());
    double[][] powers = new double[examples.size()][];
    int right = 0;
    progress.at("test", 0, powers.length);
    for (int i = 0; i < powers.length; i++) {
      double[] input = examples.inputs()[i];
      powers[i] =
          OutputNeurons.select(
              chip.evaluate(Purpose.TEST, input, examples.labels()[i]).powers(), outputs);
      boolean isRight =
          dataset.answers().isRight(powers[i], trained.decisions(), examples.targets()[i]);
      right += isRight ? 1 : 0;
      progress.at("test", i + 1, powers.length, BinomialInterval.share(right, i + 1));
    }
    return new FinalTest(dataset, trained, examples, powers, Optional.empty());
  }

  /**
   * Measures fresh samples until a claim is proven or out of reach, in addition to the budget.
   *
   * @param seed of drawn samples
   */
  static FinalTest certified(
      CertificationPlan claimed,
      long seed,
      Dataset dataset,
      TrainedParameters trained,
      int[] outputs,
      Evaluations chip,
      TrainingProgress progress) {
    Examples fresh = dataset.fresh(claimed.mostSamples(), seed);
    chip.ledger().allow(fresh.size());
    Certificate certificate =
        Certification.of(
            claimed,
            trained.decisions(),
            fresh,
            dataset.answers(),
            outputs,
            chip,
            (done, needed, figure) -> progress.at("certification", done, needed, figure));
    return new FinalTest(
        dataset,
        trained,
        fresh.range(0, certificate.samples()),
        certificate.powers(),
        Optional.of(certificate));
  }

  /** The samples with their answers; inputs are relative to the maximum powers of a bench. */
  List<TestPoint> points(BenchFile file) {
    List<TestPoint> points = new ArrayList<>();
    for (int i = 0; i < powers.length; i++) {
      double[] read = powers[i];
      double target = samples.targets()[i];
      double answer = dataset.answers().answer(read, trained.decisions());
      double[] inputs = samples.inputs()[i].clone();
      for (int k = 0; k < inputs.length; k++) {
        inputs[k] /= file.inputs().get(k).maximumPower();
      }
      boolean right = dataset.answers().isRight(answer, target);
      points.add(new TestPoint(boxed(inputs), target, answer, right, boxed(read)));
    }
    return points;
  }

  /** Whether the chip reached the goal: the trainer reports it, and any claim is proven. */
  boolean reached() {
    return trained.reached() && certificate.map(Certificate::proven).orElse(true);
  }

  /** Counts of answered classes for each class; empty for a quantity. */
  int[][] confusion(List<TestPoint> points) {
    int classes = dataset.classes().size();
    int[][] confusion = new int[classes][classes];
    for (TestPoint point : classes == 0 ? List.<TestPoint>of() : points) {
      confusion[(int) point.target()][(int) point.answer()]++;
    }
    return confusion;
  }

  /** Errors of a quantity's answers in its own unit. */
  Errors errors(List<TestPoint> points, Dataset.Range range) {
    double mean = points.stream().mapToDouble(TestPoint::target).average().orElseThrow();
    double squares = 0;
    double variance = 0;
    for (TestPoint point : points) {
      double error = point.answer() - point.target();
      squares += error * error;
      variance += (point.target() - mean) * (point.target() - mean);
    }
    double width = range.highest() - range.lowest();
    double tolerance = ((Answers.Quantity) dataset.answers()).tolerance();
    return new Errors(
        tolerance * width,
        width * Math.sqrt(squares / points.size()),
        1 - squares / variance,
        range.lowest(),
        range.highest());
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
