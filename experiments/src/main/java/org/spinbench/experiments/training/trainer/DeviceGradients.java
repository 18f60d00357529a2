package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Gradients that the devices make: backpropagation whose slopes are differences of readings. A step
 * of a neuron's bias does to it what a step of its chain's voltage would do, so it shows the slope
 * of this neuron and of all that follows. A step of a field line shows the slope of its chain's
 * voltage. For a synapse s before a hidden neuron j,
 *
 * <p>∂C/∂I_s = Σ_o ∂C/∂P_o · [P_o(I_j + c) − P_o]/c · g_j · [V_j(I_s + c) − V_j]/c,
 *
 * <p>with the transconductance g_j of the design, within the range of the amplifier. Chains of one
 * layer share no synapse, so one reading takes a step in each of them: a network with H hidden
 * neurons takes H + 1 + Σ (most synapses of a chain in a layer) readings beside the first, where
 * {@link FiniteDifference} takes one for each parameter. Off by c/2 times second derivatives, as
 * that.
 *
 * <p>C. Pereira et al. (arXiv:2603.03947) let junctions make the slopes of their neurons as
 * analogue finite differences, for backpropagation with the devices in the loop. Only the abstract
 * was read; the rule here is worked out for chains and neurons.
 */
final class DeviceGradients implements GradientMethod {
  private final double reach;
  private final BenchFile file;
  private final int[] outputs;
  private final double[] gains;
  private final int[] neuronOf;
  private final int[] chainOf;
  private final boolean[] last;
  private final List<int[]> biases = new ArrayList<>();
  private final List<int[]> fields = new ArrayList<>();

  /**
   * Gradients for a problem's network.
   *
   * @param reach c, the step in {@link Coordinates}
   */
  DeviceGradients(Problem problem, double reach) {
    this.reach = reach;
    file = problem.file();
    outputs = problem.outputs();
    gains =
        problem.prior().neurons().stream()
            .map(NeuronResponse::transconductance)
            .mapToDouble(gain -> gain.value())
            .toArray();
    int synapses = file.synapses().size();
    neuronOf = new int[file.chains().size()];
    chainOf = new int[synapses];
    last = new boolean[gains.length];
    for (int c = 0; c < neuronOf.length; c++) {
      neuronOf[c] = file.neuronOfChain(c);
      Arrays.fill(chainOf, file.firstSynapse(c), file.firstSynapse(c) + size(c), c);
    }
    List<Integer> ends = new ArrayList<>();
    for (int n = 0; n < gains.length; n++) {
      String name = file.neurons().get(n).name();
      last[n] = file.chains().stream().noneMatch(chain -> chain.tones().contains(name));
      if (last[n]) {
        ends.add(synapses + n);
      } else {
        biases.add(new int[] {synapses + n});
      }
    }
    biases.add(ends.stream().mapToInt(i -> i).toArray());
    for (List<Integer> layer : file.layers()) {
      int most = layer.stream().mapToInt(this::size).max().orElse(0);
      for (int k = 0; k < most; k++) {
        int place = k;
        fields.add(
            layer.stream()
                .filter(c -> place < size(c))
                .mapToInt(c -> file.firstSynapse(c) + place)
                .toArray());
      }
    }
  }

  private int size(int chain) {
    return file.chains().get(chain).synapses().size();
  }

  @Override
  public double reach() {
    return reach;
  }

  @Override
  public long evaluations(int batch, int coordinates) {
    return (1L + biases.size() + fields.size()) * batch;
  }

  /** Nodes of every sample at a point. */
  private static Nodes[] read(Probe probe, double[] point, Examples batch) {
    probe.apply(point);
    Nodes[] nodes = new Nodes[batch.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = probe.nodes(batch, i, Purpose.TRAIN);
    }
    return nodes;
  }

  private static OutputReadings outputs(Probe probe, Nodes[] nodes, Examples batch) {
    return new OutputReadings(
        Arrays.stream(nodes).map(probe::powers).toArray(double[][]::new), batch.targets());
  }

  private double[] stepped(double[] point, int... coordinates) {
    double[] moved = point.clone();
    for (int i : coordinates) {
      moved[i] += reach;
    }
    return moved;
  }

  @Override
  public Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random) {
    int synapses = chainOf.length;
    Nodes[] here = read(probe, point, batch);
    requireVoltages(here[0]);
    List<OutputReadings> readings = new ArrayList<>(List.of(outputs(probe, here, batch)));
    double[][] powers = readings.get(0).powers();
    double[][] byPower = new double[here.length][outputs.length];
    double[] byLevel = new double[loss.levels().length];
    for (int i = 0; i < here.length; i++) {
      loss.addSlopes(powers[i], batch.targets()[i], 1.0 / here.length, byPower[i], byLevel);
    }
    double[] gradient = new double[point.length];
    double[][] byCurrent = new double[here.length][gains.length];
    for (int[] moved : biases) {
      OutputReadings there = outputs(probe, read(probe, stepped(point, moved), batch), batch);
      readings.add(there);
      for (int i = 0; i < here.length; i++) {
        for (int bias : moved) {
          int n = bias - synapses;
          double slope = slope(n, byPower[i], powers[i], there.powers()[i]);
          gradient[bias] += slope;
          byCurrent[i][n] = slope / probe.coordinates().unit(bias);
        }
      }
    }
    for (int[] moved : fields) {
      Nodes[] nodes = read(probe, stepped(point, moved), batch);
      OutputReadings there = outputs(probe, nodes, batch);
      readings.add(there);
      for (int i = 0; i < here.length; i++) {
        for (int s : moved) {
          int n = neuronOf[chainOf[s]];
          if (n >= 0) {
            gradient[s] +=
                last[n]
                    ? slope(n, byPower[i], powers[i], there.powers()[i])
                    : byCurrent[i][n] * byField(n, chainOf[s], here[i], nodes[i]);
          }
        }
      }
    }
    return new Estimate(gradient, OutputReadings.joined(readings));
  }

  /**
   * Slope of the loss by a step that reaches the outputs through one neuron.
   *
   * @return 1 per unit of the coordinate
   */
  private double slope(int neuron, double[] byPower, double[] before, double[] after) {
    double sum = 0;
    for (int o = 0; o < outputs.length; o++) {
      // other neurons that nothing follows are stepped at the same time
      if (!last[neuron] || outputs[o] == neuron) {
        sum += byPower[o] * (after[o] - before[o]) / reach;
      }
    }
    return sum;
  }

  /** Slope of a neuron's current by a field line of its chain, A per unit of the coordinate. */
  private double byField(int neuron, int chain, Nodes before, Nodes after) {
    double voltage = before.chainVoltages()[chain];
    boolean limited = Math.abs(gains[neuron] * voltage) > file.coupling().amplifierLimit();
    return limited ? 0 : gains[neuron] * (after.chainVoltages()[chain] - voltage) / reach;
  }

  private void requireVoltages(Nodes nodes) {
    for (int c = 0; c < neuronOf.length; c++) {
      if (neuronOf[c] >= 0 && !last[neuronOf[c]] && Double.isNaN(nodes.chainVoltages()[c])) {
        throw new IllegalArgumentException(
            "the trainer 'device-gradients' reads the voltage of every chain before a hidden"
                + " neuron, but that of "
                + file.chains().get(c).name()
                + " is not visible; take 'finite-difference' or 'spsa', which read outputs alone");
      }
    }
  }
}
