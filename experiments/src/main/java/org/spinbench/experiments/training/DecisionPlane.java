package org.spinbench.experiments.training;

import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingResult.DecisionGrid;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * What a network decides over the plane of its two inputs: class 1 where its output neuron emits
 * more than the decision power.
 *
 * @param file the bench file
 * @param output index of the output neuron
 * @param parameters field-line currents, then bias currents, A
 * @param decision the decision power, W
 */
public record DecisionPlane(BenchFile file, int output, double[] parameters, double decision) {
  /**
   * The plane of a network; empty unless it has two inputs and distinguishes two classes with one
   * output neuron.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision numbers of the decision, W
   */
  public static Optional<DecisionPlane> of(
      Answers answers, BenchFile file, double[] parameters, double[] decision) {
    if (file.inputs().size() != 2 || !(answers instanceof Answers.TwoClasses)) {
      return Optional.empty();
    }
    int output = OutputNeurons.of(answers, file)[0];
    return Optional.of(new DecisionPlane(file, output, parameters.clone(), decision[0]));
  }

  /** Smallest power of an input, over its largest. */
  public double low() {
    return Task.LOWEST;
  }

  /**
   * The emitted power over the plane, by a calibration or by what a trainer believes of the chip.
   *
   * @param nodes of the grid in each direction, at least 2
   * @throws IllegalArgumentException if the calibration belongs to another network
   */
  public DecisionGrid grid(Calibration believed, int nodes) {
    TwinWorkspace workspace = Twin.of(believed, file).workspace();
    double[][] powers = new double[nodes][nodes];
    for (int j = 0; j < nodes; j++) {
      for (int i = 0; i < nodes; i++) {
        double[] input = {power(0, i, nodes), power(1, j, nodes)};
        workspace.forward(parameters, input);
        powers[j][i] = workspace.powers()[output];
      }
    }
    return new DecisionGrid(Task.LOWEST, powers);
  }

  private double power(int input, int index, int nodes) {
    double part = Task.LOWEST + (1 - Task.LOWEST) * index / (nodes - 1);
    return part * file.inputs().get(input).maximumPower();
  }
}
