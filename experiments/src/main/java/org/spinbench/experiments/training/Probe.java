package org.spinbench.experiments.training;

import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;

/** Measures a chip at points of its {@link Coordinates}, sample by sample. */
final class Probe {
  private final Evaluations chip;
  private final Coordinates coordinates;
  private final int output;

  private Probe(Evaluations chip, Coordinates coordinates, int output) {
    this.chip = chip;
    this.coordinates = coordinates;
    this.output = output;
  }

  /**
   * A probe of a problem's chip.
   *
   * @throws IllegalArgumentException if several neurons are read out: a decision between two
   *     classes is made on one
   */
  static Probe of(Problem problem, Evaluations chip) {
    var readout = problem.file().readout().neurons();
    if (readout.size() != 1) {
      throw new IllegalArgumentException(
          "this trainer decides between two classes by the power of one neuron, but "
              + readout.size()
              + " are read out: "
              + String.join(", ", readout)
              + "; name one in readout.neurons of the bench file");
    }
    Twin twin = Twin.of(problem.prior(), problem.file());
    return new Probe(
        chip, new Coordinates(problem.prior(), twin), problem.file().indexOfNeuron(readout.get(0)));
  }

  Coordinates coordinates() {
    return coordinates;
  }

  /** Index of the neuron that decides. */
  int output() {
    return output;
  }

  /** Whether the budget allows so many evaluations more. */
  boolean allows(long evaluations) {
    return chip.ledger().left() >= evaluations;
  }

  /** Evaluations that the budget still allows. */
  long left() {
    return chip.ledger().left();
  }

  /** Puts a point on the chip. */
  void apply(double[] point) {
    chip.apply(coordinates.parameters(point));
  }

  /** Reads all nodes for one sample at the point last applied. */
  Nodes nodes(Examples examples, int index, Purpose purpose) {
    return chip.evaluate(purpose, examples.inputs()[index], examples.labels()[index]);
  }

  /** Reads the deciding neuron for every sample, at a point. */
  Readings measure(double[] point, Examples examples, Purpose purpose) {
    apply(point);
    double[] powers = new double[examples.size()];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power(nodes(examples, i, purpose));
    }
    return new Readings(powers, examples.labels());
  }

  /** The deciding neuron's power, W. Noise may carry a reading below zero: nothing is emitted. */
  double power(Nodes nodes) {
    return Math.max(0, nodes.powers()[output]);
  }
}
