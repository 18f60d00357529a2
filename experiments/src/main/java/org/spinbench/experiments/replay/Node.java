package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * A readable node of a network: the voltage of a chain, or the emission of a neuron.
 *
 * @param chain whether it is a chain
 * @param index of the chain, or of the neuron
 */
record Node(boolean chain, int index) {
  /** Every readable node, layer by layer. */
  static List<Node> of(BenchFile file) {
    List<Node> nodes = new ArrayList<>();
    file.layers().forEach(layer -> layer.forEach(c -> nodes.add(new Node(true, c))));
    file.readout().neurons().forEach(n -> nodes.add(new Node(false, file.indexOfNeuron(n))));
    return nodes;
  }

  /** Its name in the bench file. */
  String name(BenchFile file) {
    return chain ? file.chains().get(index).name() : file.neurons().get(index).name();
  }

  /** Number of the layer, from one. */
  int layer(BenchFile file) {
    int of = chain ? index : file.indexOfChain(file.neurons().get(index).chain());
    return 1
        + IntStream.range(0, file.layers().size())
            .filter(layer -> file.layers().get(layer).contains(of))
            .findFirst()
            .orElseThrow();
  }

  /** Neurons whose emission reaches a chain, or the neuron itself. */
  int[] neurons(BenchFile file) {
    return chain
        ? file.chains().get(index).tones().stream()
            .mapToInt(file::indexOfNeuron)
            .filter(neuron -> neuron >= 0)
            .toArray()
        : new int[] {index};
  }

  /** Its reading, V or W. */
  double value(Observed observed) {
    return chain ? observed.voltages()[index] : observed.powers()[index];
  }

  /** The uncertainty of its reading from the instrument, V or W. */
  double deviation(Observed observed) {
    return chain ? observed.voltageDeviations()[index] : observed.powerDeviations()[index];
  }

  /**
   * The prediction of a calibrated chip, V or W, with the measured values of the nodes before it.
   */
  double[] predicted(
      Calibration calibration,
      BenchFile file,
      List<Recording.Setpoint> setpoints,
      List<Observed> read) {
    return predicted(calibration, file, setpoints, read, new double[setpoints.size()][0]);
  }

  /**
   * The same with drifted resonances.
   *
   * @param drifts of the chain's resonances at each setpoint, Hz; empty for none
   */
  double[] predicted(
      Calibration calibration,
      BenchFile file,
      List<Recording.Setpoint> setpoints,
      List<Observed> read,
      double[][] drifts) {
    TwinWorkspace workspace = Twin.of(calibration, file).workspace();
    double[] predicted = new double[setpoints.size()];
    for (int i = 0; i < predicted.length; i++) {
      Recording.Setpoint setpoint = setpoints.get(i);
      double[] measured = read.get(i).voltages();
      predicted[i] =
          chain
              ? workspace.voltage(
                  index, setpoint.parameters(), setpoint.input(), measured, drifts[i])
              : workspace.power(index, setpoint.parameters(), measured);
    }
    return predicted;
  }
}
