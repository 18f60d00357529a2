package org.spinbench.experiments.training.loss;

import java.util.List;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/** The output neurons of a network, as indices among all of its neurons. */
public final class OutputNeurons {
  private OutputNeurons() {}

  /**
   * Indices of the neurons with readout, in the order of the read-out.
   *
   * @throws IllegalArgumentException if their number is wrong for the answers
   */
  public static int[] of(Answers answers, BenchFile file) {
    List<String> names = file.readout().neurons();
    if (names.size() != answers.outputs()) {
      throw new IllegalArgumentException(
          answers.text()
              + " take "
              + answers.outputs()
              + (answers.outputs() == 1 ? " output neuron" : " output neurons")
              + ", but "
              + names.size()
              + " are read out: "
              + String.join(", ", names)
              + "; name as many in readout.neurons of the bench file");
    }
    return names.stream().mapToInt(file::indexOfNeuron).toArray();
  }

  /** Power that an output neuron of a twin emits at its largest current, W: their mean. */
  public static double fullPower(Twin twin, BenchFile file, int[] outputs) {
    double sum = 0;
    for (int output : outputs) {
      sum += twin.emittedPower(output, file.neurons().get(output).maximumCurrent());
    }
    return sum / outputs.length;
  }

  /** The powers of the outputs among those of all neurons. */
  public static double[] select(double[] powers, int[] outputs) {
    double[] selected = new double[outputs.length];
    for (int o = 0; o < outputs.length; o++) {
      selected[o] = powers[outputs[o]];
    }
    return selected;
  }

  /** The powers of outputs from readings, W; a negative reading counts as 0. */
  public static double[] emitted(Nodes nodes, int[] outputs) {
    double[] selected = select(nodes.powers(), outputs);
    for (int o = 0; o < outputs.length; o++) {
      selected[o] = Math.max(0, selected[o]);
    }
    return selected;
  }
}
