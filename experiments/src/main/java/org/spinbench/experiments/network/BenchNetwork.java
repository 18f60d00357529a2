package org.spinbench.experiments.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.Purpose;

/**
 * The chip on its bench as a network.
 *
 * <p>With analog coupling an evaluation sets the tones, waits until everything has settled, and
 * reads the chains and the output neurons together. With measured coupling it works layer by layer:
 * it reads the chains of a layer, computes each neuron's current from the voltage by the
 * transconductance and limits in the bench file, sets it, and continues with the next layer.
 */
public final class BenchNetwork implements PhysicalNetwork {
  private final ChipPorts ports;
  private final BenchFile file;
  private final double[] toneFrequencies;
  private final int synapses;
  private final int[] readout;
  private final int[] chains;
  private final Averaging averaging;
  private double[] parameters;

  /**
   * A network at a chip's ports, with an integration of one power-line cycle.
   *
   * @param toneFrequencies of the inputs from the calibration, Hz
   */
  public BenchNetwork(ChipPorts ports, List<Double> toneFrequencies) {
    this(ports, toneFrequencies, Averaging.oneCycle());
  }

  /** The same, with an integration for each purpose. */
  public BenchNetwork(ChipPorts ports, List<Double> toneFrequencies, Averaging averaging) {
    this.averaging = averaging;
    this.ports = ports;
    this.file = ports.file();
    this.toneFrequencies = toneFrequencies.stream().mapToDouble(Double::doubleValue).toArray();
    this.synapses = file.synapses().size();
    this.chains = IntStream.range(0, file.chains().size()).toArray();
    this.readout = file.readout().neurons().stream().mapToInt(file::indexOfNeuron).toArray();
  }

  @Override
  public void apply(double[] parameters) {
    this.parameters = parameters.clone();
    ports.fieldCurrents(Arrays.copyOf(parameters, synapses));
    int[] neurons = IntStream.range(0, file.neurons().size()).toArray();
    ports.biases(neurons, Arrays.copyOfRange(parameters, synapses, synapses + neurons.length));
  }

  @Override
  public void measureFor(Purpose purpose) {
    ports.integration(averaging.cycles(purpose));
  }

  @Override
  public double[] kept(double[] input) {
    return ports.noted(input);
  }

  @Override
  public Optional<EmissionSurvey> survey() {
    if (file.readout().neurons().isEmpty()) {
      return Optional.empty();
    }
    ports.requireAsLeft(); // the survey sets every bias, and would hide what another program did
    return Optional.of(EmissionSurvey.take(ports));
  }

  @Override
  public Nodes forward(double[] input) {
    ports.tones(toneFrequencies, input);
    if (file.coupling().mode() == Coupling.Mode.ANALOG) {
      ChipPorts.NodeReadings readings = ports.nodes(chains, readout);
      double[] voltages =
          Arrays.stream(readings.voltages()).mapToDouble(BenchNetwork::value).toArray();
      return new Nodes(voltages, powers(readings));
    }
    double[] voltages = layerByLayer();
    return new Nodes(voltages, powers(ports.nodes(new int[0], readout)));
  }

  private double[] powers(ChipPorts.NodeReadings readings) {
    double[] powers = new double[file.neurons().size()];
    Arrays.fill(powers, Double.NaN);
    for (int k = 0; k < readout.length; k++) {
      powers[readout[k]] = value(readings.powers()[k]);
    }
    return powers;
  }

  private double[] layerByLayer() {
    double[] voltages = new double[file.chains().size()];
    for (List<Integer> layer : file.layers()) {
      int[] chains = layer.stream().mapToInt(Integer::intValue).toArray();
      Reading[] readings = ports.chainVoltages(chains);
      int[] neurons = layer.stream().mapToInt(file::neuronOfChain).toArray();
      double[] currents = new double[chains.length];
      for (int k = 0; k < chains.length; k++) {
        voltages[chains[k]] = value(readings[k]);
        currents[k] = current(neurons[k], voltages[chains[k]]);
      }
      ports.biases(neurons, currents);
    }
    return voltages;
  }

  /**
   * The current of a neuron from the amplifier in the bench file, with both its limiters: A for a
   * chain voltage in V. It is never negative; below zero no neuron emits.
   */
  private double current(int neuron, double voltage) {
    Coupling coupling = file.coupling();
    double limit = coupling.amplifierLimit();
    double signal = file.neurons().get(neuron).transconductance() * voltage;
    double sum = parameters[synapses + neuron] + Math.max(-limit, Math.min(limit, signal));
    return Math.max(0, Math.min(coupling.totalLimit(), sum));
  }

  private static double value(Reading reading) {
    if (reading.overload()) {
      throw new IllegalStateException(
          reading.source()
              + " is overloaded while it measures "
              + reading.quantity()
              + ": lower the inputs' maximum_power or the gain before it in the bench file");
    }
    return reading.value();
  }
}
