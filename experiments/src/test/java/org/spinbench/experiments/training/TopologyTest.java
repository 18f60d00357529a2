package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Topologies;
import org.spinbench.experiments.network.TwinNetwork;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.trainer.Belief;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;

/** Chips of other layers and outputs than the nine junctions, all the way through a trainer. */
@Tag("any-jdk")
class TopologyTest {
  private static final BenchFile NINE = Believed.FILE;

  private static double[] input(RandomGenerator random) {
    return NINE.inputs().stream()
        .mapToDouble(
            port -> port.maximumPower() * (Task.LOWEST + (1 - Task.LOWEST) * random.nextDouble()))
        .toArray();
  }

  @Test
  void gradientsReachThroughThreeLayers() {
    BenchFile file = Topologies.threeLayers();
    assertEquals(List.of(List.of(0, 1), List.of(2, 3), List.of(4)), file.layers());
    Twin twin = Twin.of(DesignPrior.of(file), file);
    double[] parameters = new double[twin.parameters()];
    RandomGenerator random = Seeds.generator(2);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i < 10 ? 2e-3 * (random.nextDouble() - 0.5) : 6e-3;
    }
    double[] input = input(random);
    double[] gradient = new double[parameters.length];
    twin.backward(parameters, input, twin.forward(parameters, input), new double[] {1e6}, gradient);
    double largest = 0;
    for (int i = 0; i < parameters.length; i++) {
      double[] up = parameters.clone();
      double[] down = parameters.clone();
      up[i] += 1e-8;
      down[i] -= 1e-8;
      double above = twin.forward(up, input).powers()[4];
      double expected = 1e6 * (above - twin.forward(down, input).powers()[4]) / 2e-8;
      assertEquals(expected, gradient[i], 1e-4 * Math.abs(expected) + 1e-3);
      largest = Math.max(largest, Math.abs(gradient[i]));
      assertTrue(Math.abs(gradient[i]) > 0, "parameter " + i + " matters");
    }
    assertTrue(largest > 1);
  }

  private static TrainedParameters train(
      BenchFile file, Problem problem, String trainer, long budget) {
    Calibration truth = Belief.draw(problem.prior(), Seeds.generator(5, 1));
    TwinNetwork chip =
        new TwinNetwork(Twin.of(truth, file), problem.outputs(), 0, 0.02, Seeds.generator(7));
    return Trainers.named(trainer).train(problem, Believed.evaluations(chip, budget));
  }

  @Tag("slow")
  @Test
  void threeLayersLearn() {
    BenchFile file = Topologies.threeLayers();
    Problem nine = Believed.problem(1);
    Problem problem =
        Believed.problem(
            DesignPrior.of(file),
            file,
            nine.train(),
            nine.validation(),
            0.95,
            1,
            Problem.Incumbents.NONE);
    TrainedParameters trained = train(file, problem, "ladder", 3000);
    assertTrue(trained.reached(), trained.how());
    assertEquals(15, trained.parameters().length);
  }

  /** Which power is the larger, or whether both are small. */
  private static Examples sectors(int number, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    double full = NINE.inputs().get(0).maximumPower();
    double[][] inputs = new double[number][];
    int[] labels = new int[number];
    for (int i = 0; i < number; ) {
      double[] drawn = input(random);
      double sum = (drawn[0] + drawn[1]) / full;
      double difference = (drawn[0] - drawn[1]) / full;
      int label = sum < 0.6 ? 0 : difference > 0 ? 1 : 2;
      boolean clear = Math.abs(sum - 0.6) > 0.1 && (label == 0 || Math.abs(difference) > 0.1);
      if (clear && label == i % 3) {
        inputs[i] = drawn;
        labels[i] = label;
        i++;
      }
    }
    return new Examples(inputs, labels);
  }

  @Tag("slow")
  @Test
  void threeClassesOnThreeOutputsLearn() {
    BenchFile file = Topologies.threeOutputs();
    Problem problem =
        new Problem(
            DesignPrior.of(file),
            file,
            new Answers.Classes(3),
            sectors(150, 1),
            sectors(150, 2),
            0.9,
            0.5,
            1,
            Problem.Incumbents.NONE);
    TrainedParameters trained = train(file, problem, "ladder", 3000);
    assertTrue(trained.reached(), trained.how());
    assertEquals(3, trained.decisions().length);
  }
}
