package org.spinbench.drivers.bench;

import java.util.List;
import java.util.Map;

/**
 * A bench as its file describes it: the instruments, the chip between them, what the chip survives,
 * and how ports are joined. Lists keep the order of the file; that order numbers inputs, chains,
 * synapses and neurons everywhere else. SI units (Hz, W, A, V, Ω, s), decibels where a name says
 * so.
 *
 * @param name what the user calls this bench
 * @param instruments instruments by the name that the rest of the file uses for them
 * @param chip the chip and its device card
 * @param inputs the RF inputs of the network
 * @param chains chains of synapses, in the order of their layers
 * @param neurons neurons, each driven by one chain
 * @param readout how the network's output is read
 * @param coupling how a chain's voltage becomes its neuron's current
 * @param settling how long to wait after a change before a reading counts
 * @param simulation what a simulated bench needs beyond this, uninterpreted here: only the
 *     simulator reads it
 */
public record BenchFile(
    String name,
    Map<String, InstrumentEntry> instruments,
    Chip chip,
    List<Input> inputs,
    List<Chain> chains,
    List<Neuron> neurons,
    Readout readout,
    Coupling coupling,
    Settling settling,
    Map<String, Object> simulation) {

  /**
   * One instrument.
   *
   * @param model model as in {@code Bench}'s table of drivers, such as {@code SGS100A}
   * @param resource VISA resource name
   * @param timeout deadline of one exchange, s
   * @param limits the station's limits by setting name, in the setting's own unit
   */
  public record InstrumentEntry(
      String model, String resource, double timeout, Map<String, Range> limits) {}

  /** A closed range; an absent end is not limited. */
  public record Range(Double min, Double max) {}

  /**
   * The chip.
   *
   * @param name the chip's name, as on its box
   * @param junctionResistance resistance taken for every junction to turn powers and currents into
   *     voltages, Ω
   * @param fieldLineResistance field line and series resistor together, Ω
   * @param limits the device card
   */
  public record Chip(
      String name, double junctionResistance, double fieldLineResistance, DeviceCard limits) {}

  /**
   * What a junction survives.
   *
   * @param neuronVoltage DC voltage across a neuron, V
   * @param neuronCurrent DC current in a neuron, A
   * @param synapsePeakVoltage peak of all RF voltages together across a synapse, V
   * @param synapsePower RF power of all tones together into a synapse, W
   * @param fieldLineCurrent current in a field line, A
   * @param absoluteVoltage no other entry can allow more than this across any junction, V; at most
   *     0.8
   * @param slew fastest change of a junction's voltage, V/s
   */
  public record DeviceCard(
      double neuronVoltage,
      double neuronCurrent,
      double synapsePeakVoltage,
      double synapsePower,
      double fieldLineCurrent,
      double absoluteVoltage,
      double slew) {}

  /**
   * One RF input: a source, and the path from it to the junctions.
   *
   * @param name such as {@code input 1}
   * @param source instrument
   * @param lossDb loss from the source's connector to each junction, dB
   * @param frequency design frequency, Hz
   * @param maximumPower power at a junction that stands for the input value 1, W
   * @param minimumPower smallest power at a junction that is used, W
   */
  public record Input(
      String name,
      String source,
      double lossDb,
      double frequency,
      double minimumPower,
      double maximumPower) {}

  /**
   * Synapses in series: their rectified voltages add.
   *
   * @param name such as {@code chain 1}
   * @param tones inputs or neurons whose tones reach every junction of the chain
   * @param voltmeter instrument that reads the chain's voltage
   * @param synapses the junctions
   */
  public record Chain(String name, List<String> tones, String voltmeter, List<Synapse> synapses) {}

  /**
   * A junction used as a spin diode.
   *
   * @param name such as {@code synapse 1}
   * @param junction number on the chip
   * @param tone input or neuron that it is to weigh
   * @param fieldLine {@code instrument:channel} of its field line
   * @param frequency design resonance, Hz
   */
  public record Synapse(
      String name, int junction, String tone, String fieldLine, double frequency) {}

  /**
   * A junction used as a spin-torque nano-oscillator.
   *
   * @param name such as {@code neuron 1}
   * @param junction number on the chip
   * @param chain chain whose voltage drives it
   * @param bias instrument that supplies its bias current
   * @param frequency design frequency of emission at threshold, Hz
   * @param threshold design threshold current, A
   * @param maximumCurrent largest bias current used, A
   * @param transconductance of the amplifier from chain voltage to neuron current, A/V
   * @param linkGainDb from the neuron to the junctions of the next chain, dB; 0 for an output
   *     neuron
   * @param monitorGainDb from the neuron to the analyzer, dB, negative for a loss
   */
  public record Neuron(
      String name,
      int junction,
      String chain,
      String bias,
      double frequency,
      double threshold,
      double maximumCurrent,
      double transconductance,
      double linkGainDb,
      double monitorGainDb) {}

  /**
   * How emission is read.
   *
   * @param analyzer instrument
   * @param neurons output neurons
   * @param bandwidth of the band power about a neuron's design frequency, Hz
   * @param resolutionBandwidth Hz
   */
  public record Readout(
      String analyzer, List<String> neurons, double bandwidth, double resolutionBandwidth) {}

  /**
   * From chain voltage to neuron current.
   *
   * @param mode {@code analog}: an amplifier in the wiring; {@code measured}: the voltmeter is read
   *     and the bias source set
   * @param amplifierLimit largest current the amplifier adds or subtracts, A
   * @param totalLimit the amplifier's own limiter on bias and signal together, A
   */
  public record Coupling(Mode mode, double amplifierLimit, double totalLimit) {
    /** Kinds of coupling. */
    public enum Mode {
      ANALOG,
      MEASURED
    }

    /** The same coupling in another mode. */
    public Coupling withMode(Mode other) {
      return new Coupling(other, amplifierLimit, totalLimit);
    }
  }

  /**
   * Waiting times after a change, s.
   *
   * @param tone RF source's level or frequency
   * @param fieldLine field-line current
   * @param bias neuron's bias current
   * @param coupling amplifier from chain to neuron
   */
  public record Settling(double tone, double fieldLine, double bias, double coupling) {}
}
