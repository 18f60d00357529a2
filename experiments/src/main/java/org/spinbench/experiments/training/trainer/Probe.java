package org.spinbench.experiments.training.trainer;

import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.loss.OutputReadings;

/** Measures a chip at points of its {@link Coordinates}, sample by sample. */
final class Probe {
  private final Evaluations chip;
  private final Coordinates coordinates;
  private final Answers answers;
  private final int[] outputs;

  private Probe(Evaluations chip, Coordinates coordinates, Answers answers, int[] outputs) {
    this.chip = chip;
    this.coordinates = coordinates;
    this.answers = answers;
    this.outputs = outputs;
  }

  /**
   * A probe of a problem's chip.
   *
   * @throws IllegalArgumentException if the number of neurons with readout is wrong for the answers
   */
  static Probe of(Problem problem, Evaluations chip) {
    Twin twin = Twin.of(problem.prior(), problem.file());
    return new Probe(
        chip, new Coordinates(problem.prior(), twin), problem.answers(), problem.outputs());
  }

  Coordinates coordinates() {
    return coordinates;
  }

  /** Indices of the output neurons. */
  int[] outputs() {
    return outputs.clone();
  }

  /** Whether the budget allows this many more evaluations. */
  boolean allows(long evaluations) {
    return chip.ledger().left() >= evaluations;
  }

  /** Evaluations left in the budget. */
  long left() {
    return chip.ledger().left();
  }

  /** Sets a point on the chip. */
  void apply(double[] point) {
    chip.apply(coordinates.parameters(point));
  }

  /** Reads all nodes for one sample at the last point. */
  Nodes nodes(Examples examples, int index, Purpose purpose) {
    return chip.evaluate(purpose, examples.inputs()[index], examples.labels()[index]);
  }

  /** Reads the output neurons for every sample, at a point. */
  OutputReadings measure(double[] point, Examples examples, Purpose purpose) {
    apply(point);
    double[][] powers = new double[examples.size()][];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = powers(nodes(examples, i, purpose));
    }
    return new OutputReadings(powers, examples.targets());
  }

  /** The output powers, W. */
  double[] powers(Nodes nodes) {
    return OutputNeurons.emitted(nodes, outputs);
  }
}
