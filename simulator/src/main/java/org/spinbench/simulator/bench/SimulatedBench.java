package org.spinbench.simulator.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.Sources.Oscillator;
import org.spinbench.simulator.chip.ChipTruth;
import org.spinbench.simulator.chip.Draws;
import org.spinbench.simulator.chip.JunctionChip;
import org.spinbench.simulator.chip.Simulation;
import org.spinbench.simulator.chip.Simulation.ChainMeter;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.chip.Simulation.Monitor;
import org.spinbench.simulator.chip.Simulation.PowerMeter;
import org.spinbench.simulator.chip.Simulation.SineOutput;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.server.Servers;

/**
 * A whole bench inside this program: every instrument of a bench file as a simulated one, joined to
 * a simulated chip as the file says.
 *
 * <p>It answers every resource name of the file, whatever kind of link that name stands for, so
 * that the file of a real bench can be tried out dry. Its time is virtual unless it is asked to run
 * {@link #inRealTime}: it passes only while instruments measure and while somebody sleeps on its
 * {@link #clock}, and two benches of the same file and seed that are sent the same messages give
 * the same replies. Safe for use by several threads.
 */
public final class SimulatedBench implements Transports {
  private final BenchClock clock;
  private final Map<String, SimulatedInstrument> instruments = new LinkedHashMap<>();
  private final Map<String, PowerInput> powers = new HashMap<>();
  private final Map<ResourceName, Endpoint> endpoints = new HashMap<>();
  private final Map<ResourceName, String> names = new HashMap<>();
  private final List<Servers.Instrument> panels = new ArrayList<>();
  private final List<Oscillator> oscillators = new ArrayList<>();
  private final JunctionChip chip;
  private final Draws draws;
  private final boolean noisy;
  private final SimulatedWiring wiring;
  private final Magnets magnets;
  private final Optional<RackCircuit> rack;

  /**
   * A bench with everything switched off, in virtual time.
   *
   * @param chipSeed which chip, and which noise
   * @throws IllegalArgumentException if the section {@code [simulation]} is wrong, a model is
   *     unknown, or an instrument cannot play the role that the file gives it
   */
  public SimulatedBench(BenchFile file, long chipSeed) {
    this(file, chipSeed, new VirtualClock());
  }

  /**
   * A bench whose time passes by itself, for clients in other programs. While one instrument works,
   * the others answer, and a device clear or a serial poll reaches the busy one.
   *
   * @param speed seconds of the bench's time in one second; 1 is real time. A client's own waiting
   *     is worth as much more to a faster bench.
   * @throws IllegalArgumentException as the constructor, or if the speed is not between 0.001 and
   *     100 000
   */
  public static SimulatedBench inRealTime(BenchFile file, long chipSeed, double speed) {
    return new SimulatedBench(file, chipSeed, new PacedClock(speed));
  }

  private SimulatedBench(BenchFile file, long chipSeed, BenchClock clock) {
    this.clock = clock;
    Simulation simulation = Simulation.of(file);
    draws = new Draws(chipSeed);
    noisy = simulation.fidelity() == Fidelity.FULL;
    chip = new JunctionChip(file, simulation, draws);
    magnets = new Magnets(simulation.magnets(), instruments);
    rack =
        file.isRack()
            ? Optional.of(new RackCircuit(simulation.rack(), magnets, instruments))
            : Optional.empty();
    file.instruments()
        .forEach((name, entry) -> instruments.put(name, instrument(file, simulation, name, entry)));
    Ports ports = new Ports(file, instruments);
    wiring = wiring(file, simulation, ports);
    simulation.powerMeters().forEach(place -> joinPowerMeter(file, ports, place));
    magnets.check(ports);
    file.instruments().forEach(this::connect);
    file.instruments()
        .forEach(
            (name, entry) -> entry.triggeredBy().ifPresent(source -> joinTrigger(source, name)));
  }

  /**
   * A cable from the trigger output of one instrument to the trigger input of another; from a 6221
   * to a 2182A also the cable of their serial ports.
   */
  private void joinTrigger(String source, String name) {
    boolean joined =
        instruments.get(name).triggerInput().map(instruments.get(source)::triggers).orElse(false);
    if (!joined) {
      throw new IllegalArgumentException(
          "bench file: instruments."
              + name
              + ".triggered_by is "
              + source
              + ", but the simulated "
              + source
              + " does not trigger the simulated "
              + name);
    }
    instruments.get(name).nanovoltmeter().ifPresent(instruments.get(source)::attach);
  }

  private SimulatedInstrument instrument(
      BenchFile file, Simulation simulation, String name, InstrumentEntry entry) {
    Surroundings surroundings =
        new Surroundings(
            unit(file, name), clock, draws.generator(name, "noise"), noisy, this::outputChanged);
    return Ports.model(name, entry).make(surroundings, connections(file, simulation, name));
  }

  /**
   * Which unit of its model an instrument is: by its name, so that it keeps its serial number
   * whatever else is on the bench; of two names that would have the same one, the second has the
   * next.
   */
  private static long unit(BenchFile file, String name) {
    Set<Long> taken = new HashSet<>();
    for (String each : file.instruments().keySet()) {
      CRC32 sum = new CRC32();
      sum.update(each.getBytes(StandardCharsets.UTF_8));
      long unit = sum.getValue() + 1;
      while (!taken.add(unit % Surroundings.UNITS)) {
        unit++;
      }
      if (each.equals(name)) {
        return unit;
      }
    }
    throw new IllegalArgumentException("there is no instrument " + name);
  }

  /** What the file joins to an instrument. */
  private Connections connections(BenchFile file, Simulation simulation, String name) {
    if (rack.isPresent()) {
      return rack.get().connections(name, () -> wiring);
    }
    Map<Integer, VoltageInput> voltages = new HashMap<>();
    for (int chain = 0; chain < file.chains().size(); chain++) {
      joinMeter(voltages, name, file.chains().get(chain).voltmeter(), chain);
    }
    simulation
        .chainMeters()
        .forEach(place -> joinMeter(voltages, name, place.meter(), chain(file, place)));
    Map<Integer, TerminalLoad> loads = new HashMap<>();
    Resistor line = Sources.fieldLine(file);
    file.synapses().stream()
        .filter(synapse -> !synapse.fieldLine().isEmpty())
        .forEach(synapse -> join(loads, name, synapse.fieldLine(), nanos -> line));
    for (int neuron = 0; neuron < file.neurons().size(); neuron++) {
      int number = neuron;
      join(loads, name, file.neurons().get(neuron).bias(), nanos -> wiring.bias(number, nanos));
    }
    for (int chain = 0; chain < file.chains().size(); chain++) {
      int number = chain;
      join(loads, name, file.chains().get(chain).voltmeter(), nanos -> wiring.chain(number, nanos));
    }
    boolean readsOut = file.readout().analyzer().equals(name);
    return new Connections(
        input -> voltages.getOrDefault(input, Connections.NONE.voltages().apply(input)),
        readsOut ? (from, to) -> wiring.lines(from, to) : Connections.NONE.spectrum(),
        (from, to) -> powers.getOrDefault(name, Connections.NONE.power()).mean(from, to),
        output ->
            Optional.ofNullable(loads.get(output))
                .or(() -> magnets.coils(name, output))
                .orElse(TerminalLoad.OPEN),
        magnets.at(name));
  }

  private static int chain(BenchFile file, ChainMeter place) {
    int chain = file.indexOfChain(place.chain());
    if (chain < 0) {
      throw new IllegalArgumentException(
          "bench file: simulation.chain_meters puts "
              + place.meter()
              + " at "
              + place.chain()
              + ", which is no chain");
    }
    return chain;
  }

  private void joinMeter(
      Map<Integer, VoltageInput> voltages, String name, String meter, int chain) {
    Port port = Port.parse(meter);
    if (port.instrument().equals(name)) {
      voltages.put(port.number(), chainVoltage(name, chain));
    }
  }

  /** A lock-in sees what its own oscillator drives through the chain, too. */
  private VoltageInput chainVoltage(String name, int chain) {
    return new VoltageInput() {
      @Override
      public double mean(long from, long to) {
        return wiring.chainVoltage(chain, from, to);
      }

      @Override
      public double harmonic(long from, long to) {
        double harmonic = wiring.chainHarmonic(chain, from, to);
        for (Oscillator oscillator : oscillators) {
          if (oscillator.name().equals(name) && oscillator.chain() == chain) {
            harmonic += wiring.chainSine(oscillator, to);
          }
        }
        return harmonic;
      }
    };
  }

  private static void join(
      Map<Integer, TerminalLoad> loads, String name, String text, TerminalLoad load) {
    Port port = Port.parse(text);
    if (port.instrument().equals(name)) {
      loads.put(port.number(), load);
    }
  }

  private SimulatedWiring wiring(BenchFile file, Simulation simulation, Ports ports) {
    List<RfOutput> tones = new ArrayList<>();
    for (BenchFile.Input input : file.inputs()) {
      tones.add(ports.rfOutput(input.source(), "RF source of " + input.name()));
    }
    List<DcOutput> fields = new ArrayList<>();
    for (BenchFile.Synapse synapse : file.synapses()) {
      String what = "source for the field line of " + synapse.name();
      if (!synapse.fieldLine().isEmpty()) {
        fields.add(ports.dcOutput(synapse.fieldLine(), what));
      }
    }
    List<DcOutput> biases = new ArrayList<>();
    for (BenchFile.Neuron neuron : file.neurons()) {
      biases.add(ports.dcOutput(neuron.bias(), "bias source of " + neuron.name()));
    }
    for (BenchFile.Chain chain : file.chains()) {
      ports.requireVoltmeter(chain.voltmeter(), "voltmeter of " + chain.name());
    }
    for (ChainMeter place : simulation.chainMeters()) {
      ports.requireVoltageInput(place.meter(), "meter at " + place.chain());
    }
    List<RfOutput> strips = new ArrayList<>();
    for (BenchFile.StripLine line : file.stripLines()) {
      strips.add(ports.rfOutput(line.source(), "RF source of " + line.name()));
    }
    if (!file.readout().analyzer().isEmpty()) {
      ports.requireSpectrumInput(file.readout().analyzer(), "spectrum analyzer of the readout");
    }
    Map<RfOutput, Monitor> monitors = rack.map(RackCircuit::monitors).orElseGet(LinkedHashMap::new);
    for (Monitor monitor : simulation.monitors()) {
      monitors.put(ports.rfOutput(monitor.source(), "source that the analyzer monitors"), monitor);
    }
    simulation.sineOutputs().forEach(place -> oscillators.add(oscillator(file, ports, place)));
    boolean pulsed = ports.somebodyDrivesPulseInputs();
    Sources sources = new Sources(file, tones, fields, biases, strips, oscillators, pulsed);
    return new SimulatedWiring(file, chip, clock, sources, monitors);
  }

  private Oscillator oscillator(BenchFile file, Ports ports, SineOutput place) {
    int neuron = file.indexOfNeuron(place.device());
    int chain = file.indexOfChain(place.device());
    if (neuron < 0 && chain < 0) {
      throw new IllegalArgumentException(
          "bench file: simulation.sine_outputs joins "
              + place.instrument()
              + " to "
              + place.device()
              + ", which is no neuron and no chain");
    }
    if (oscillators.stream().anyMatch(o -> o.neuron() == neuron && o.chain() == chain)) {
      throw new IllegalArgumentException(
          "bench file: simulation.sine_outputs joins two oscillators to " + place.device());
    }
    SimulatedInstrument instrument =
        ports.oscillator(place.instrument(), "oscillator at " + place.device());
    return new Oscillator(place.instrument(), instrument, place.resistance(), neuron, chain);
  }

  private void joinPowerMeter(BenchFile file, Ports ports, PowerMeter place) {
    ports.requirePowerInput(place.meter(), "power meter at " + place.source());
    RfOutput source = ports.rfOutput(place.source(), "source of power meter " + place.meter());
    double gain = place.chain().isEmpty() ? 1 : gain(file, place);
    powers.put(place.meter(), (from, to) -> gain * wiring.power(source, from, to));
  }

  /** Of the path from a source to a chain, as the chip really has it. */
  private double gain(BenchFile file, PowerMeter place) {
    return file.inputs().stream()
        .filter(input -> input.source().equals(place.source()))
        .flatMap(
            input ->
                chip.truth().paths().stream()
                    .filter(path -> path.from().equals(input.name()))
                    .filter(path -> path.chain().equals(place.chain())))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "bench file: simulation.power_meters puts "
                        + place.meter()
                        + " at the end of a path from "
                        + place.source()
                        + " to "
                        + place.chain()
                        + ", but there is none"))
        .gain();
  }

  private void connect(String name, InstrumentEntry entry) {
    SimulatedInstrument instrument = instruments.get(name);
    Endpoint endpoint = instrument.endpoint();
    ResourceName resource = ResourceName.parse(entry.resource());
    endpoints.put(resource, endpoint);
    names.put(resource, name);
    panels.add(new Servers.Instrument(name, entry.model(), instrument.hasSerialPort(), endpoint));
  }

  private void outputChanged() {
    wiring.outputChanged();
  }

  @Override
  public Transport open(ResourceName name) {
    Endpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw new TransportException(
          name + " is not on this simulated bench, which has " + endpoints.keySet());
    }
    return new InProcess(name, endpoint);
  }

  /** Every instrument by its name in the bench file, in the file's order. */
  public Map<String, Endpoint> endpoints() {
    Map<String, Endpoint> named = new LinkedHashMap<>();
    instruments.forEach((name, instrument) -> named.put(name, instrument.endpoint()));
    return named;
  }

  /**
   * Serves every instrument, until the result is closed; and the clock, if time is virtual.
   *
   * @throws java.io.UncheckedIOException if a port is taken
   */
  public ServedBench serve(Servers.Ports ports) {
    List<Servers.Instrument> served = new ArrayList<>(panels);
    if (clock instanceof VirtualClock) {
      served.add(new Servers.Instrument("clock", "clock", false, ClockPanel.of(clock)));
    }
    return new ServedBench(new Servers(served, ports), names);
  }

  /** The bench's own time. */
  public Clock clock() {
    return clock;
  }

  /** Whether every source is at zero and every RF output off. */
  public boolean atRest() {
    return energised().isEmpty();
  }

  /** Names of the instruments that put something out. */
  public List<String> energised() {
    return locked(
        () ->
            instruments.entrySet().stream()
                .filter(entry -> entry.getValue().energised())
                .map(Map.Entry::getKey)
                .toList());
  }

  /** Errors in all instruments' queues, each after its instrument's name; they stay there. */
  public List<String> queuedErrors() {
    return locked(
        () ->
            instruments.entrySet().stream()
                .flatMap(
                    entry ->
                        entry.getValue().queuedErrors().stream()
                            .map(error -> entry.getKey() + ": " + error))
                .toList());
  }

  /**
   * What the chip really is at this moment, for tests alone: nothing that measures, calibrates or
   * trains may look.
   */
  public ChipTruth truth() {
    return locked(
        () -> {
          wiring.spend(clock.nanos());
          return chip.truth();
        });
  }

  /**
   * What was between the terminals of every output that is joined to the chip, from the beginning
   * until now, for tests and for whoever owns this bench: nothing that measures, calibrates or
   * trains may look. Each output is there once, RF sources of the inputs first.
   */
  public List<TerminalTruth> terminals() {
    return locked(wiring::terminals);
  }

  private <T> T locked(Supplier<T> look) {
    clock.lock().lock();
    try {
      return look.get();
    } finally {
      clock.lock().unlock();
    }
  }
}
