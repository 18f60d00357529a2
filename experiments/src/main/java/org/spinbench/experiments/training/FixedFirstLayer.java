package org.spinbench.experiments.training;

import java.util.random.RandomGenerator;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;

/**
 * The first layer stays as chance made it, the read-out is solved (extreme learning: Huang, Zhu and
 * Siew 2006, doi:10.1016/j.neucom.2005.12.126). The voltages of a chain's synapses add: each
 * synapse of the last chain is measured at several detunings for the same samples, and the sum that
 * separates the classes best is found without further evaluations. Then the last neuron's bias puts
 * that sum where it emits. A first layer that was no good is drawn again.
 *
 * <p>Where the last chain's voltage cannot be read, the power of its neuron, well above threshold,
 * stands for it.
 */
final class FixedFirstLayer implements Trainer {
  private static final int SAMPLES = 32;
  private static final double[] DETUNINGS = {-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3};

  /** Parts of the last neuron's largest bias. */
  private static final double[] BIASES = {0.4, 0.5, 0.6, 0.75};

  private static final double OPEN = 0.9;

  @Override
  public Trained train(Problem problem, Evaluations chip) {
    Probe probe = Probe.of(problem, chip);
    Course course = new Course(problem, probe);
    double least = Double.POSITIVE_INFINITY;
    int drawn = 0;
    while (true) {
      Layer layer = new Layer(problem, probe, drawn);
      if (!probe.allows(layer.cost())) {
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

  private static Trained end(Course course, boolean reached, int drawn) {
    String why = reached ? "the goal is reached" : "the budget is used up";
    return course.end(reached, "" + why + " after " + drawn + " first layers");
  }

  /** One random first layer and its read-out. */
  private static final class Layer {
    private final Probe probe;
    private final LogisticLoss shape;
    private final Examples batch;
    private final int first;
    private final int synapses;
    private final int chain;
    private final int bias;
    private final double[] point;
    private LogisticLoss loss;
    private Decision decision;

    Layer(Problem problem, Probe probe, int number) {
      this.probe = probe;
      RandomGenerator random = Seeds.generator(problem.seed(), 45, number);
      BenchFile file = problem.file();
      shape = ExSitu.shape(problem);
      batch = new Batches(problem.train()).draw(SAMPLES, random);
      chain = file.indexOfChain(file.neurons().get(probe.output()).chain());
      first = file.chains().subList(0, chain).stream().mapToInt(c -> c.synapses().size()).sum();
      synapses = file.chains().get(chain).synapses().size();
      bias = file.synapses().size() + probe.output();
      point = ExSitu.draw(probe.coordinates(), file.synapses().size(), random);
    }

    long cost() {
      return (long) SAMPLES * (synapses * DETUNINGS.length + BIASES.length);
    }

    void solve() {
      moveTo(bias, OPEN * probe.coordinates().upper(bias));
      double[][][] signals = new double[synapses][DETUNINGS.length][];
      for (int k = 0; k < synapses; k++) {
        double kept = point[first + k];
        for (int d = 0; d < DETUNINGS.length; d++) {
          moveTo(first + k, DETUNINGS[d]);
          signals[k][d] = signals();
        }
        point[first + k] = kept;
      }
      int[] chosen = choose(signals);
      for (int k = 0; k < synapses; k++) {
        moveTo(first + k, DETUNINGS[chosen[k]]);
      }
      chooseBias();
    }

    private void moveTo(int coordinate, double value) {
      point[coordinate] = value;
      probe.coordinates().keepInside(point, 0);
    }

    private double[] signals() {
      probe.apply(point);
      double[] signals = new double[SAMPLES];
      for (int i = 0; i < SAMPLES; i++) {
        Nodes nodes = probe.nodes(batch, i, Purpose.TRAIN);
        double voltage = nodes.chainVoltages()[chain];
        signals[i] = Double.isNaN(voltage) ? probe.power(nodes) : voltage;
      }
      return signals;
    }

    /** The detuning of each synapse whose sum separates best: one after the other, to the end. */
    private int[] choose(double[][][] signals) {
      int[] chosen = new int[synapses];
      double best = separation(signals, chosen);
      boolean moved = true;
      while (moved) {
        moved = false;
        for (int k = 0; k < synapses; k++) {
          for (int d = 0; d < DETUNINGS.length; d++) {
            int kept = chosen[k];
            chosen[k] = d;
            double now = separation(signals, chosen);
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

    /** Part of the pairs of both classes in which class 1 has the larger sum. */
    private double separation(double[][][] signals, int[] chosen) {
      double[] sum = new double[SAMPLES];
      for (int k = 0; k < chosen.length; k++) {
        for (int i = 0; i < SAMPLES; i++) {
          sum[i] += signals[k][chosen[k]][i];
        }
      }
      int ordered = 0;
      for (int i = 0; i < SAMPLES; i++) {
        for (int j = 0; j < SAMPLES; j++) {
          ordered += batch.labels()[i] > batch.labels()[j] && sum[i] > sum[j] ? 1 : 0;
        }
      }
      return ordered;
    }

    private void chooseBias() {
      double best = point[bias];
      for (double value : BIASES) {
        moveTo(bias, value * probe.coordinates().upper(bias));
        Readings measured = probe.measure(point, batch, Purpose.TRAIN);
        Decision found = Decision.best(measured.powers(), measured.labels(), shape);
        if (decision == null || found.loss() < decision.loss()) {
          decision = found;
          best = point[bias];
          loss = LogisticLoss.atLevel(decision.level(), shape.floor(), shape.scale());
        }
      }
      point[bias] = best;
    }
  }
}
