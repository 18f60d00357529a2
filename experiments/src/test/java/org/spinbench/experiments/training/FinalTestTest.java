package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.task.TableTask.Columns;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.TrainingResult.TestPoint;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * The first input of a sample rises with its row in the file; the network emits a function of it.
 */
@Tag("slow")
class FinalTestTest {
  private static final double FULL = Believed.FILE.inputs().get(0).maximumPower();
  private static final double LOW = 0.1;
  private static final int[] OUTPUT = {0};

  @TempDir Path folder;

  private Dataset dataset(String header) throws IOException {
    StringBuilder text = new StringBuilder("a,b," + header + "\n");
    for (int i = 0; i < 400; i++) {
      text.append(i).append(',').append(i % 7).append(',');
      text.append(header.equals("class") ? i < 200 ? "low" : "high" : Integer.toString(2 * i));
      text.append('\n');
    }
    Path file = Files.writeString(folder.resolve("samples.csv"), text);
    return Assignment.of(file, Columns.USUAL)
        .dataset(3, new TaskData.Sizes(100, 60, 50), Believed.FILE);
  }

  /**
   * Emits a function of the first input, which is about 0 to 1 from the first row to the last, W.
   */
  private static Evaluations chip(ToDoubleFunction<Double> emitted) {
    return new Evaluations(
        new Answering(input -> emitted.applyAsDouble((input[0] / FULL - LOW) / (1 - LOW))),
        new Ledger(0),
        EvaluationLog.NONE);
  }

  /** A network of one neuron that emits a function of the input, W. */
  private record Answering(ToDoubleFunction<double[]> emitted) implements PhysicalNetwork {
    @Override
    public void apply(double[] parameters) {
      throw new IllegalStateException("a test sets nothing");
    }

    @Override
    public Nodes forward(double[] input) {
      return new Nodes(new double[0], new double[] {emitted.applyAsDouble(input)});
    }
  }

  /** Emits the target of each test sample and a constant beyond it, µW. */
  private static Evaluations answering(Dataset dataset, double off) {
    Examples samples = dataset.test();
    return new Evaluations(
        new Answering(
            input -> {
              int i = 0;
              while (!Arrays.equals(samples.inputs()[i], input)) {
                i++;
              }
              return 1e-6 * (samples.targets()[i] + off);
            }),
        new Ledger(0),
        EvaluationLog.NONE);
  }

  private static TrainedParameters trained(double... decision) {
    return new TrainedParameters(new double[0], decision, true, "");
  }

  private static FinalTest test(Dataset dataset, TrainedParameters trained, Evaluations chip) {
    return FinalTest.measured(dataset, trained, OUTPUT, chip, TrainingProgress.NONE);
  }

  @Test
  void theConfusionCountsWhatWasAnsweredForEachClass() throws IOException {
    Dataset dataset = dataset("class");
    int high = dataset.classes().indexOf("high");
    double sign = high == 1 ? 1 : -1;
    Evaluations chip = chip(row -> sign * (row - 0.25));
    FinalTest test = test(dataset, trained(0), chip);
    List<TestPoint> points = test.points(Believed.FILE);
    assertEquals(50, chip.ledger().count(Purpose.TEST), "beside the budget, which is none");
    int[][] confusion = test.confusion(points);
    assertEquals(0, confusion[high][1 - high], "no high one lies below a quarter");
    long wrong =
        points.stream().filter(p -> p.target() != high && row(p) > 0.25).peek(this::wrong).count();
    assertTrue(wrong > 0 && wrong == confusion[1 - high][high], wrong + " wrong ones");
    assertEquals(50, confusion[0][0] + confusion[0][1] + confusion[1][0] + confusion[1][1]);
    assertTrue(test.reached(), "nothing was claimed, and the trainer says so");
  }

  private void wrong(TestPoint point) {
    assertFalse(point.right());
  }

  private static double row(TestPoint point) {
    return (point.inputs().get(0) - LOW) / (1 - LOW);
  }

  /** Answers that are off by e everywhere: root mean square e, R² = 1 − e²/variance. */
  @Test
  void errorsOfAQuantityAreInItsOwnUnit() throws IOException {
    Dataset dataset = dataset("target");
    double off = 0.01;
    FinalTest test = test(dataset, trained(0, 1e-6), answering(dataset, off));
    List<TestPoint> points = test.points(Believed.FILE);
    TrainingResult.Errors errors = test.errors(points, dataset.range().orElseThrow());
    assertEquals(0, errors.lowest());
    assertEquals(798, errors.highest());
    assertEquals(798 * off, errors.rootMeanSquare(), 1e-6);
    double mean = points.stream().mapToDouble(TestPoint::target).average().orElseThrow();
    double variance =
        points.stream().mapToDouble(p -> Math.pow(p.target() - mean, 2)).average().orElseThrow();
    assertEquals(1 - off * off / variance, errors.determination(), 1e-9);
    assertArrayEquals(new int[0][0], test.confusion(points), "a quantity has no classes");
  }

  @Test
  void aRefutedClaimIsNotReachedWhateverTheTrainerSays() throws IOException {
    Dataset dataset = dataset("class");
    List<String> said = new ArrayList<>();
    TrainingProgress progress =
        new TrainingProgress() {
          @Override
          public void at(String stage, int done, int total) {
            said.add(stage);
          }

          @Override
          public void step(Step step) {}
        };
    CertificationPlan plan = new CertificationPlan(0.8);
    double sign = dataset.classes().indexOf("high") == 1 ? 1 : -1;
    FinalTest good =
        FinalTest.certified(
            plan, 1, dataset, trained(0), OUTPUT, chip(x -> sign * (x - 0.5)), progress);
    assertTrue(good.reached());
    assertEquals(good.samples().size(), good.powers().length);
    FinalTest bad =
        FinalTest.certified(
            plan, 1, dataset, trained(0), OUTPUT, chip(x -> sign * (0.5 - x)), progress);
    assertFalse(bad.reached());
    assertEquals(List.of("certification"), said.stream().distinct().toList());
  }
}
