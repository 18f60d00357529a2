package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.Nominal;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.bench.BenchFile.Chain;
import org.spinbench.drivers.bench.BenchFile.Neuron;
import org.spinbench.drivers.bench.BenchFile.Readout;
import org.spinbench.drivers.bench.BenchFile.Synapse;
import org.spinbench.experiments.network.TwinNetwork;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;

/** Chips of other layers and outputs than the nine junctions, all the way through a trainer. */
class TopologyTest {
  private static final BenchFile NINE = Believed.FILE;

  private static Chain chain(int number, int first, List<String> tones, double... frequencies) {
    List<Synapse> synapses = new ArrayList<>();
    for (int k = 0; k < tones.size(); k++) {
      int synapse = first + k;
      synapses.add(
          new Synapse(
              "synapse " + synapse, synapse, tones.get(k), "field:" + synapse, frequencies[k]));
    }
    return new Chain("chain " + number, tones, "voltmeter_" + number, synapses);
  }

  private static Neuron neuron(int number, double frequency) {
    return new Neuron(
        "neuron " + number,
        20 + number,
        "chain " + number,
        "bias_" + number,
        frequency,
        4e-3,
        8e-3,
        0.9,
        16,
        4);
  }

  private static BenchFile with(List<Chain> chains, List<Neuron> neurons, List<String> outputs) {
    Readout was = NINE.readout();
    return new BenchFile(
        "another",
        NINE.instruments(),
        NINE.gpib(),
        Optional.empty(),
        NINE.chip(),
        NINE.inputs(),
        chains,
        neurons,
        List.of(),
        new Readout(
            was.analyzer(),
            outputs,
            was.bandwidth(),
            was.resolutionBandwidth(),
            was.shortestIntegration()),
        NINE.coupling(),
        NINE.settling(),
        NINE.design(),
        NINE.simulation());
  }

  /** Two, two and one neuron. */
  private static BenchFile threeLayers() {
    List<String> hidden = List.of("neuron 1", "neuron 2");
    return with(
        List.of(
            NINE.chains().get(0),
            NINE.chains().get(1),
            chain(3, 5, hidden, 289e6, 399e6),
            chain(4, 7, hidden, 289e6, 399e6),
            chain(5, 9, List.of("neuron 3", "neuron 4"), 344e6, 454e6)),
        List.of(
            neuron(1, 285e6),
            neuron(2, 395e6),
            neuron(3, 340e6),
            neuron(4, 450e6),
            neuron(5, 505e6)),
        List.of("neuron 5"));
  }

  /** Two neurons and three outputs. */
  private static BenchFile threeOutputs() {
    List<String> hidden = List.of("neuron 1", "neuron 2");
    return with(
        List.of(
            NINE.chains().get(0),
            NINE.chains().get(1),
            chain(3, 5, hidden, 289e6, 399e6),
            chain(4, 7, hidden, 289e6, 399e6),
            chain(5, 9, hidden, 289e6, 399e6)),
        List.of(
            neuron(1, 285e6),
            neuron(2, 395e6),
            neuron(3, 340e6),
            neuron(4, 450e6),
            neuron(5, 505e6)),
        List.of("neuron 3", "neuron 4", "neuron 5"));
  }

  private static double[] input(RandomGenerator random) {
    return NINE.inputs().stream()
        .mapToDouble(
            port -> port.maximumPower() * (Task.LOWEST + (1 - Task.LOWEST) * random.nextDouble()))
        .toArray();
  }

  @Test
  void gradientsReachThroughThreeLayers() {
    BenchFile file = threeLayers();
    assertEquals(List.of(List.of(0, 1), List.of(2, 3), List.of(4)), file.layers());
    Twin twin = Twin.of(Nominal.of(file), file);
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

  private static Trained train(BenchFile file, Problem problem, String trainer, long budget) {
    Calibration truth = Belief.draw(problem.prior(), Seeds.generator(5, 1));
    TwinNetwork chip =
        new TwinNetwork(Twin.of(truth, file), problem.outputs(), 0, 0.02, Seeds.generator(7));
    return Trainers.named(trainer).train(problem, Believed.evaluations(chip, budget));
  }

  @Tag("slow")
  @Test
  void threeLayersLearn() {
    BenchFile file = threeLayers();
    Problem nine = Believed.problem(1);
    Problem problem =
        new Problem(
            Nominal.of(file),
            file,
            nine.train(),
            nine.validation(),
            0.95,
            1,
            Problem.Incumbents.NONE);
    Trained trained = train(file, problem, "ladder", 3000);
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
    BenchFile file = threeOutputs();
    Problem problem =
        new Problem(
            Nominal.of(file),
            file,
            new Answers.Classes(3),
            sectors(150, 1),
            sectors(150, 2),
            0.9,
            0.5,
            1,
            Problem.Incumbents.NONE);
    Trained trained = train(file, problem, "ladder", 3000);
    assertTrue(trained.reached(), trained.how());
    assertEquals(3, trained.decisions().length);
  }
}
