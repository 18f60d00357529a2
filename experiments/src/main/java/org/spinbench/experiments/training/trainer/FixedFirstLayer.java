package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;

/**
 * The first layer is random, and the read-out is solved (extreme learning: Huang, Zhu and Siew
 * 2006, doi:10.1016/j.neucom.2005.12.126). The voltages of a chain's synapses add. So each synapse
 * of an output's chain is measured at several detunings for the same samples, and the sum with the
 * best order of the samples (by targets, or one class against the rest) is computed without further
 * evaluations. Then the biases of the output neurons shift these sums into the range of emission.
 * Chains of several outputs are measured in parallel. An unsuccessful first layer is replaced by a
 * new random one.
 *
 * <p>If a chain's voltage cannot be read, the power of its neuron well above threshold is used
 * instead.
 */
public final class FixedFirstLayer implements Trainer {
  private static final int SAMPLES = 32;
  private static final double[] DETUNINGS = {-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3};

  /** Biases relative to an output neuron's largest. */
  private static final double[] BIASES = {0.4, 0.5, 0.6, 0.75};

  private static final double OPEN = 0.9;

  /**
   * {@inheritDoc}
   *
   * @throws TrainingFailedException if the budget does not allow a single first layer
   */
  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    Probe probe = Probe.of(problem, chip);
    TrainingMonitor course = new TrainingMonitor(problem, probe);
    double least = Double.POSITIVE_INFINITY;
    int drawn = 0;
    while (true) {
      Layer layer = new Layer(problem, probe, drawn);
      if (!probe.allows(layer.cost())) {
        requireOne(drawn, layer, probe);
        return end(course, false, drawn);
      }
      drawn++;
      layer.solve();
      boolean better = layer.decision.loss() < least;
      course.tried(layer.point, layer.decision, better);
      if (better) {
        least = layer.decision.loss();
        if (course.isBest(layer.point, layer.loss)) {
          return end(course, true, drawn);
        }
      }
    }
  }

  private static void requireOne(int drawn, Layer layer, Probe probe) {
    if (drawn == 0) {
      throw new TrainingFailedException(
          "one first layer takes "
              + layer.cost()
              + " evaluations, but the budget leaves "
              + probe.left()
              + "; allow more");
    }
  }

  private static TrainedParameters end(TrainingMonitor course, boolean reached, int drawn) {
    String after = "after " + drawn + " first layers";
    return reached ? course.end(true, after) : course.spent(after);
  }

  /** One output: its chain, and the order of samples that the chain's voltage should have. */
  private record Output(int neuron, int chain, int first, int synapses, int bias, double[] order) {}

  /** One random first layer and its read-out. */
  private static final class Layer {
    private final Probe probe;
    private final Loss shape;
    private final Examples batch;
    private final List<Output> outputs = new ArrayList<>();
    private final int longest;
    private final double[] point;
    private Loss loss;
    private Decision decision;

    Layer(Problem problem, Probe probe, int number) {
      this.probe = probe;
      RandomGenerator random = Seeds.generator(problem.seed(), 45, number);
      BenchFile file = problem.file();
      shape = ExSitu.shape(problem);
      batch = new BalancedBatches(problem.train()).draw(SAMPLES, random);
      for (int neuron : probe.outputs()) {
        int chain = file.indexOfChain(file.neurons().get(neuron).chain());
        outputs.add(
            new Output(
                neuron,
                chain,
                file.firstSynapse(chain),
                file.chains().get(chain).synapses().size(),
                file.synapses().size() + neuron,
                order(problem.answers(), outputs.size())));
      }
      longest = outputs.stream().mapToInt(Output::synapses).max().orElseThrow();
      point = ExSitu.draw(probe.coordinates(), file.synapses().size(), random);
    }

    private double[] order(Answers answers, int output) {
      return answers instanceof Answers.Classes
          ? Arrays.stream(batch.targets()).map(t -> t == output ? 1 : 0).toArray()
          : batch.targets();
    }

    long cost() {
      return (long) SAMPLES * (longest * DETUNINGS.length + BIASES.length);
    }

    void solve() {
      for (Output output : outputs) {
        moveTo(output.bias(), OPEN * probe.coordinates().upper(output.bias()));
      }
      // by output, position in the chain, detuning, sample
      double[][][][] signals = new double[outputs.size()][longest][DETUNINGS.length][];
      for (int k = 0; k < longest; k++) {
        double[] kept = point.clone();
        for (int d = 0; d < DETUNINGS.length; d++) {
          for (Output output : outputs) {
            if (k < output.synapses()) {
              moveTo(output.first() + k, DETUNINGS[d]);
            }
          }
          double[][] read = signals();
          for (int o = 0; o < read.length; o++) {
            signals[o][k][d] = read[o];
          }
        }
        System.arraycopy(kept, 0, point, 0, point.length);
      }
      for (int o = 0; o < signals.length; o++) {
        Output output = outputs.get(o);
        int[] chosen = choose(signals[o], output);
        for (int k = 0; k < chosen.length; k++) {
          moveTo(output.first() + k, DETUNINGS[chosen[k]]);
        }
      }
      chooseBias();
    }

    private void moveTo(int coordinate, double value) {
      point[coordinate] = value;
      probe.coordinates().keepInside(point, 0);
    }

    /** The signals of each output's chain for every sample. */
    private double[][] signals() {
      probe.apply(point);
      double[][] signals = new double[outputs.size()][SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        Nodes nodes = probe.nodes(batch, i, Purpose.TRAIN);
        double[] powers = probe.powers(nodes);
        for (int o = 0; o < signals.length; o++) {
          double voltage = nodes.chainVoltages()[outputs.get(o).chain()];
          signals[o][i] = Double.isNaN(voltage) ? powers[o] : voltage;
        }
      }
      return signals;
    }

    /**
     * The detuning of each synapse with the best separation by the sum; one after another,
     * repeatedly.
     */
    private static int[] choose(double[][][] signals, Output output) {
      int[] chosen = new int[output.synapses()];
      double best = separation(signals, chosen, output.order());
      boolean moved = true;
      while (moved) {
        moved = false;
        for (int k = 0; k < chosen.length; k++) {
          for (int d = 0; d < DETUNINGS.length; d++) {
            int kept = chosen[k];
            chosen[k] = d;
            double now = separation(signals, chosen, output.order());
            if (now > best) {
              best = now;
              moved = true;
            } else {
              chosen[k] = kept;
            }
          }
        }
      }
      return chosen;
    }

    /** Number of pairs in which the later sample in the order has the larger sum. */
    private static double separation(double[][][] signals, int[] chosen, double[] order) {
      double[] sum = new double[SAMPLES];
      for (int k = 0; k < chosen.length; k++) {
        for (int i = 0; i < SAMPLES; i++) {
          sum[i] += signals[k][chosen[k]][i];
        }
      }
      int ordered = 0;
      for (int i = 0; i < SAMPLES; i++) {
        for (int j = 0; j < SAMPLES; j++) {
          ordered += order[i] > order[j] && sum[i] > sum[j] ? 1 : 0;
        }
      }
      return ordered;
    }

    private void chooseBias() {
      double[] best = point.clone();
      for (double value : BIASES) {
        for (Output output : outputs) {
          moveTo(output.bias(), value * probe.coordinates().upper(output.bias()));
        }
        Decision found = Decision.best(probe.measure(point, batch, Purpose.TRAIN), shape);
        if (decision == null || found.loss() < decision.loss()) {
          decision = found;
          best = point.clone();
          loss = shape.at(decision.levels());
        }
      }
      System.arraycopy(best, 0, point, 0, point.length);
    }
  }
}
