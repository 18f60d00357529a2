package org.spinbench.drivers.bench.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.spinbench.drivers.transport.system.LinkSettings;

/**
 * A bench file: the instruments, the chip between them, its limits, and the wiring. Lists keep the
 * order of the file, which numbers inputs, chains, synapses and neurons everywhere. SI units (Hz,
 * W, A, V, Ω, s), decibels if the name says so.
 *
 * @param name of the bench
 * @param instruments instruments by their names in the file
 * @param gpib the controller of each GPIB board, by its number
 * @param keys folder with the keys for benches on other computers, if the file names one
 * @param chip the chip and its device card; {@link Chip#NONE} on a rack
 * @param inputs the RF inputs of the network; none on a rack
 * @param chains chains of synapses, in the order of their layers; none on a rack
 * @param neurons neurons, each driven by one chain; may be none
 * @param stripLines strip lines that program the polarities of chains by RF; may be none
 * @param readout readout of the network's output; {@link Readout#NONE} without neurons
 * @param coupling conversion of a chain's voltage to its neuron's current; {@link Coupling#NONE}
 *     without neurons
 * @param settling settling times; {@link Settling#NONE} on a rack without that section
 * @param design the design of the chip's devices, if the file has it
 * @param validity lifetime of a calibration, and the treatment of an expired one
 * @param labels labels of every run on this bench
 * @param simulation the section for the simulator, not interpreted here
 */
public record BenchFile(
    String name,
    Map<String, InstrumentEntry> instruments,
    Map<Integer, GpibEntry> gpib,
    Optional<Path> keys,
    Chip chip,
    List<Input> inputs,
    List<Chain> chains,
    List<Neuron> neurons,
    List<StripLine> stripLines,
    Readout readout,
    Coupling coupling,
    Settling settling,
    Optional<ChipDesign> design,
    CalibrationValidity validity,
    Safety safety,
    RunLabels labels,
    Map<String, Object> simulation) {
  /**
   * Reads a bench file, with the driver files beside it that it needs.
   *
   * @throws IllegalArgumentException if it cannot be read
   * @throws BenchFileException naming the file, and for each problem its line and key
   */
  public static BenchFile read(Path path) {
    return parse(DriverFiles.text(path), path.toString());
  }

  /**
   * Reads the text of a bench file.
   *
   * @param origin source of the text, for messages
   * @throws BenchFileException naming the origin, and for each problem its line and key
   */
  public static BenchFile parse(String toml, String origin) {
    return BenchFileReader.parse(toml, origin);
  }

  /**
   * The exception for problems that are found after a bench file has been read.
   *
   * @param toml its text
   * @param origin source of the text
   * @param problems the problems by key
   */
  public static BenchFileException refusal(
      String toml, String origin, Map<String, String> problems) {
    return TomlTable.refusal(toml, origin, problems);
  }

  /** The same bench with another kind of coupling. */
  public BenchFile withCoupling(Coupling.Mode mode) {
    return with(coupling.withMode(mode), design, safety, simulation);
  }

  /** The same bench with another section for its simulation. */
  public BenchFile withSimulation(Map<String, Object> section) {
    return with(coupling, design, safety, section);
  }

  /** The same bench with another design of its devices. */
  public BenchFile withDesign(ChipDesign other) {
    return with(coupling, Optional.of(other), safety, simulation);
  }

  /** The same bench without interlocks and trips. */
  public BenchFile withoutConditions() {
    return with(coupling, design, safety.withRules(SafetyRules.NONE), simulation);
  }

  /** Whether the file describes instruments alone: a rack without a chip. */
  public boolean isRack() {
    return chip.equals(Chip.NONE);
  }

  /**
   * Refuses a rack on behalf of a part that needs a chip.
   *
   * @param what the command or the procedure, for the message
   * @throws IllegalArgumentException saying what the file lacks
   */
  public void requireChip(String what) {
    if (isRack()) {
      throw new IllegalArgumentException(
          what
              + " needs a chip, and the bench file describes instruments alone; add [chip],"
              + " [[inputs]] and [[chains]] ('./spinbench bench' prints an example)");
    }
  }

  private BenchFile with(
      Coupling newCoupling,
      Optional<ChipDesign> newDesign,
      Safety newSafety,
      Map<String, Object> newSimulation) {
    return new BenchFile(
        name,
        instruments,
        gpib,
        keys,
        chip,
        inputs,
        chains,
        neurons,
        stripLines,
        readout,
        newCoupling,
        settling,
        newDesign,
        validity,
        newSafety,
        labels,
        newSimulation);
  }

  /** The settings of this bench's links, for the code that opens them. */
  public LinkSettings links() {
    return LinkSections.settings(this);
  }

  /** All synapses, numbered across all chains in their order. */
  public List<Synapse> synapses() {
    return chains.stream().flatMap(chain -> chain.synapses().stream()).toList();
  }

  /** Number of the chain that a synapse belongs to. */
  public int chainOfSynapse(int synapse) {
    int left = synapse;
    for (int chain = 0; chain < chains.size(); chain++) {
      left -= chains.get(chain).synapses().size();
      if (left < 0) {
        return chain;
      }
    }
    throw new IllegalArgumentException("there is no synapse number " + synapse);
  }

  /** Number of the first synapse of a chain; the others follow it. */
  public int firstSynapse(int chain) {
    return chains.subList(0, chain).stream().mapToInt(c -> c.synapses().size()).sum();
  }

  /** Number of the input of that name, or -1. */
  public int indexOfInput(String input) {
    return index(inputs, Input::name, input);
  }

  /** Number of the neuron of that name, or -1. */
  public int indexOfNeuron(String neuron) {
    return index(neurons, Neuron::name, neuron);
  }

  /** Number of the chain of that name, or -1. */
  public int indexOfChain(String chain) {
    return index(chains, Chain::name, chain);
  }

  /** Number of the strip line that programs a chain, or -1. */
  public int stripLineOfChain(int chain) {
    return index(stripLines, StripLine::name, chains.get(chain).stripLine());
  }

  /** Whether field lines tune the junctions, each with a source. */
  public boolean hasFieldLines() {
    return synapses().stream().anyMatch(synapse -> !synapse.fieldLine().isEmpty());
  }

  /** Number of the synapse of that name, or -1. */
  public int indexOfSynapse(String synapse) {
    return index(synapses(), Synapse::name, synapse);
  }

  private static <T> int index(List<T> items, Function<T, String> nameOf, String name) {
    return items.stream().map(nameOf).toList().indexOf(name);
  }

  /** Number of the neuron that a chain drives, or -1 when it drives none. */
  public int neuronOfChain(int chain) {
    return index(neurons, Neuron::chain, chains.get(chain).name());
  }

  /**
   * The layers of the network: numbers of the chains that can be evaluated together, first layer
   * first. A chain follows every chain whose neuron is one of its tones.
   *
   * @throws IllegalStateException if tones form a circle
   */
  public List<List<Integer>> layers() {
    return NetworkLayers.of(this);
  }

  /**
   * The chip.
   *
   * @param name the chip's name, as on its box
   * @param junctionResistance resistance of every junction for the conversion of powers and
   *     currents to voltages, Ω
   * @param fieldLineResistance field line and series resistor together, Ω; 0 on a chip without
   *     field lines
   * @param limits the device card
   */
  public record Chip(
      String name, double junctionResistance, double fieldLineResistance, DeviceCard limits) {
    /** No chip: a rack of instruments and any device that its users connect. */
    public static final Chip NONE = new Chip("", 0, 0, new DeviceCard(0, 0, 0, 0, 0, 0, 0));
  }

  /**
   * The limits of a junction.
   *
   * @param neuronVoltage DC voltage across a neuron, V; 0 (none allowed) if the card has no neurons
   * @param neuronCurrent DC current in a neuron, A; 0 likewise
   * @param synapsePeakVoltage peak of the sum of all RF voltages across a synapse, V
   * @param synapsePower RF power of all tones into a synapse, W
   * @param fieldLineCurrent current in a field line, A; 0 if the card has no field lines
   * @param absoluteVoltage limit of the voltage across any junction, which overrides the other
   *     entries, V; at most 0.8
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
   * @param maximumPower power at a junction for the input value 1, W
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
   * @param stripLine strip line that programs its junctions; empty if there is none
   * @param synapses the junctions
   */
  public record Chain(
      String name,
      List<String> tones,
      String voltmeter,
      String stripLine,
      List<Synapse> synapses) {}

  /**
   * A strip line along all junctions of some chains. An RF pulse on it reverses the vortex cores of
   * the junctions that resonate with it.
   *
   * @param name such as {@code strip line 1}
   * @param source RF source, an instrument or a channel of one
   * @param lossDb loss from the source's connector to the strip line at the junctions, dB
   * @param maximumPower largest power in the strip line, W: part of the device card
   * @param pulse length of a pulse, s
   * @param splitting design distance between a junction's resonances in its two polarities, Hz
   */
  public record StripLine(
      String name,
      String source,
      double lossDb,
      double maximumPower,
      double pulse,
      double splitting) {}

  /**
   * A junction used as a spin diode.
   *
   * @param name such as {@code synapse 1}
   * @param junction number on the chip
   * @param tone input or neuron that it weights
   * @param fieldLine source of its field line, {@code instrument} or {@code instrument:channel};
   *     empty if it has none
   * @param frequency design resonance, Hz; with a strip line, the middle between those of both
   *     polarities
   * @param current of its field line in a network that was trained elsewhere, A; null if absent
   */
  public record Synapse(
      String name, int junction, String tone, String fieldLine, double frequency, Double current) {}

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
   * @param biasCurrent in a network that was trained elsewhere, A; null if absent
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
      double monitorGainDb,
      Double biasCurrent) {}

  /**
   * The readout of emission.
   *
   * @param analyzer instrument
   * @param neurons output neurons
   * @param bandwidth of the band power around a neuron's design frequency, Hz
   * @param resolutionBandwidth Hz
   * @param shortestIntegration of a chain's voltmeter, power-line cycles: below one, hum affects
   *     readings
   */
  public record Readout(
      String analyzer,
      List<String> neurons,
      double bandwidth,
      double resolutionBandwidth,
      double shortestIntegration) {
    /** No readout of neurons. */
    public static final Readout NONE = new Readout("", List.of(), 0, 0, 1);
  }

  /**
   * The coupling from chain voltage to neuron current.
   *
   * @param mode {@code analog}: an amplifier in the wiring; {@code measured}: the program reads the
   *     voltmeter and sets the bias source
   * @param amplifierLimit largest current that the amplifier adds or subtracts, A
   * @param totalLimit the amplifier's limit of the sum of bias and signal, A
   */
  public record Coupling(Mode mode, double amplifierLimit, double totalLimit) {
    /** No coupling, on a bench without neurons. */
    public static final Coupling NONE = new Coupling(Mode.MEASURED, 0, 0);

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
  public record Settling(double tone, double fieldLine, double bias, double coupling) {
    /** Readings wait for the settling of the instruments alone. */
    public static final Settling NONE = new Settling(0, 0, 0, 0);
  }

  /**
   * Safety of the bench.
   *
   * @param restOrder which sources come to rest first, second and last
   * @param leave names of outputs that are excluded from resting; an instrument's name means all
   *     its outputs
   * @param plausible wider ranges than usual for numbers of the file, by key
   * @param watchdog whether a separate process watches every run on real instruments
   * @param reconnectFor time for which a measurement waits, at rest, for an instrument that has
   *     dropped out, s
   * @param rules interlocks and trips
   */
  public record Safety(
      List<RestGroup> restOrder,
      Set<String> leave,
      Map<String, LimitRange> plausible,
      boolean watchdog,
      double reconnectFor,
      SafetyRules rules) {
    /**
     * RF first, because it moves the junctions fastest; then the biases of neurons; then fields.
     */
    public static final Safety USUAL =
        new Safety(
            List.of(RestGroup.RF, RestGroup.BIAS, RestGroup.FIELD),
            Set.of(),
            Map.of(),
            true,
            0,
            SafetyRules.NONE);

    private Safety withRules(SafetyRules other) {
      return new Safety(restOrder, leave, plausible, watchdog, reconnectFor, other);
    }
  }
}
