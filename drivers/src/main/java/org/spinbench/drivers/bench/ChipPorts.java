package org.spinbench.drivers.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Settling;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.guard.ChipWiring;
import org.spinbench.drivers.bench.guard.Limiting;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.instrument.role.VoltageMeter;
import org.spinbench.drivers.scpi.Batch;
import org.spinbench.drivers.transport.Clock;

/**
 * The chip's ports, at the chip's reference plane: tone powers in watts at the junctions,
 * field-line and bias currents in amperes, chain voltages in volts, emitted power in watts at the
 * neuron. Losses, gains and series resistances come from the bench file. Inputs, chains, synapses
 * and neurons are numbered from zero in the order of the bench file; synapses across all chains.
 *
 * <p>A value that is already set is not sent again. A source or meter is prepared (range,
 * protection, triggering) at its first use. Settings of several ports in one call are sent to their
 * instruments in parallel. Not thread-safe: one experiment at a time.
 */
public final class ChipPorts {
  private final BenchFile file;
  private final Settling times;
  private final ChipWiring wiring;
  private final Clock clock;
  private final Batch batch;
  private final Runnable rest;
  private final List<Consumer<Reading>> listeners = new ArrayList<>();
  private final Preparation preparation = new Preparation();
  private final EvaluationCount evaluations = new EvaluationCount();
  private final List<InputPort> inputs;
  private final NodeReadout readout;
  private final BiasRamps ramps;
  private final Optional<Settlement> settlement;
  private final Optional<Custody> custody;
  private final Optional<Trips> trips;
  private final Limiting limiting;
  private final double linkSettling;

  /** Longest settling time of the changes since the last wait, s, if setters wait. */
  private double unsettled;

  /**
   * Ports of a chip.
   *
   * @param trips ends or pauses a run; empty exactly if custody is
   * @param custody of the sources; empty without checks, as in old recordings
   * @param settlement when changes have settled; empty to wait for each change, as in old
   *     recordings
   * @param limiting which sources are limited; if it queries none, requested powers are noted, as
   *     for old recordings
   */
  ChipPorts(
      BenchFile file,
      ChipWiring wiring,
      Optional<Settlement> settlement,
      Optional<Custody> custody,
      Optional<Trips> trips,
      Limiting limiting,
      Clock clock,
      Batch batch,
      Runnable rest) {
    this.file = file;
    times = file.settling();
    this.wiring = wiring;
    this.settlement = settlement;
    this.custody = custody;
    this.trips = trips;
    this.limiting = limiting;
    this.clock = clock;
    this.batch = batch;
    this.rest = rest;
    linkSettling = Settlement.amplifiers(file);
    inputs = InputPort.all(file, wiring);
    readout = new NodeReadout(file, wiring, preparation, limiting, batch);
    ramps = new BiasRamps(batch, clock, () -> changed(times.bias()));
  }

  /** The bench file. */
  public BenchFile file() {
    return file;
  }

  /** The clock of the bench. */
  public Clock clock() {
    return clock;
  }

  /**
   * Sets an input's tone.
   *
   * @param frequency Hz
   * @param power at the junctions, W; zero switches the source off
   * @return the power of the source, W at the junctions: the nearest that its resolution allows
   */
  public double tone(int input, double frequency, double power) {
    if (prepared(input).frequency(frequency)) {
      changed(times.tone());
    }
    return tonePower(input, power);
  }

  /**
   * Sets the tones of all inputs: first every frequency, then every power; see {@link #tone}.
   *
   * @param frequencies Hz
   * @param powers at the junctions, W; zero switches a source off
   */
  public void tones(double[] frequencies, double[] powers) {
    for (int input = 0; input < frequencies.length; input++) {
      prepared(input);
    }
    batch.run(
        () -> {
          for (int input = 0; input < frequencies.length; input++) {
            if (inputs.get(input).frequency(frequencies[input])) {
              changed(times.tone());
            }
          }
          for (int input = 0; input < powers.length; input++) {
            setPower(input, powers[input]);
          }
        });
  }

  /**
   * Sets the power of an input's tone at the junctions, W; zero switches the source off. The level
   * is set before the output is switched on.
   *
   * @return the power of the source, W at the junctions: the nearest that its resolution allows
   */
  public double tonePower(int input, double power) {
    setPower(input, power);
    return power == 0 ? 0 : inputs.get(input).power();
  }

  /**
   * The power that an input's source would have after this setting, W at the junctions: the nearest
   * that its resolution allows. Sends nothing.
   */
  public double keptPower(int input, double power) {
    return inputs.get(input).keptPower(power);
  }

  /**
   * The powers of all inputs to record and to compute with: those that the sources would have. For
   * old recordings the requested powers, which can differ by 0.12 %.
   *
   * @param powers at the junctions, W
   */
  public double[] noted(double[] powers) {
    double[] noted = powers.clone();
    if (limiting.asks()) {
      Arrays.setAll(noted, input -> keptPower(input, powers[input]));
    }
    return noted;
  }

  private void setPower(int input, double power) {
    if (prepared(input).power(power)) {
      changed(times.tone());
    }
  }

  private InputPort prepared(int input) {
    InputPort port = inputs.get(input);
    preparation.once(port.source(), source -> port.prepare());
    return port;
  }

  /**
   * Sends a pulse through a strip line; the bench file gives its length. The level is set before
   * the output is switched on, and the output is off afterwards.
   *
   * @param frequency Hz
   * @param power in the strip line at the junctions, W, above zero
   */
  public void pulse(int line, double frequency, double power) {
    StripLine entry = file.stripLines().get(line);
    RfSource source = wiring.stripLines().get(line);
    if (!(power > 0)) {
      throw new IllegalArgumentException(
          "a pulse through " + entry.name() + " cannot have a power of " + power + " W");
    }
    preparation.once(source, RfSource::prepare);
    source.frequency().ensure(frequency);
    source.power().ensure(Units.dbmOfWatts(power) + entry.lossDb());
    clock.sleep(duration(times.tone()));
    source.output().set(true);
    try {
      clock.sleep(duration(entry.pulse()));
    } finally {
      source.output().set(false);
    }
    changed(times.tone());
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) Math.ceil(seconds * 1e9));
  }

  /** Sets the field-line currents of all synapses, A. */
  public void fieldCurrents(double[] currents) {
    for (int synapse = 0; synapse < currents.length; synapse++) {
      preparedLine(synapse);
    }
    batch.run(
        () -> {
          for (int synapse = 0; synapse < currents.length; synapse++) {
            fieldCurrent(synapse, currents[synapse]);
          }
        });
  }

  private BiasSource preparedLine(int synapse) {
    double most = file.chip().limits().fieldLineCurrent() * fieldLevelPerAmpere(synapse);
    return preparation.once(wiring.fields().get(synapse), line -> line.prepare(most));
  }

  /** Sets a synapse's field-line current, A. */
  public void fieldCurrent(int synapse, double current) {
    BiasSource line = preparedLine(synapse);
    double level = current * fieldLevelPerAmpere(synapse);
    boolean sent = BiasRamps.switchOn(line, level);
    sent |= line.level().ensure(level);
    if (sent) {
      changed(times.fieldLine());
    }
  }

  /**
   * Sets a neuron's bias current, A; zero switches the source off. The output is switched on at
   * zero, before the current rises. A change of more than one step of the ramp is made as a ramp.
   */
  public void bias(int neuron, double current) {
    biases(new int[] {neuron}, current);
  }

  /**
   * Sets the bias currents of several neurons like {@link #bias}; their ramps run in parallel.
   *
   * @param currents A, in the order of the neurons
   */
  public void biases(int[] neurons, double... currents) {
    ramps.run(Arrays.stream(neurons).mapToObj(this::preparedBias).toList(), currents);
  }

  private BiasSource preparedBias(int neuron) {
    return preparation.once(
        wiring.biases().get(neuron),
        source -> source.prepare(file.chip().limits().neuronCurrent()));
  }

  /**
   * Ramps the level of a source on a rack, A or V; its output goes on at zero, and stays on. At
   * first use it is prepared for all levels that the bench file allows.
   */
  public void level(BiasSource source, double level) {
    source.level().check(level);
    BiasRamps.switchOn(preparation.once(source, BiasRamps::prepareForLimits));
    source.ramp(level);
  }

  private void changed(double settlingTime) {
    evaluations.change();
    unsettled = Math.max(unsettled, settlingTime);
  }

  /**
   * Waits until all changes have settled. Each has its own settling time; with an analog coupling,
   * the amplifiers of all layers add theirs. Time that has already passed counts.
   */
  public void settle() {
    settlement.ifPresentOrElse(Settlement::settle, this::waitForSettings);
  }

  /** As in old recordings: for the longest settling time of the recent settings from now on. */
  private void waitForSettings() {
    if (unsettled > 0) {
      clock.sleep(duration(unsettled + linkSettling));
      unsettled = 0;
    }
  }

  /**
   * Whether every reading waits for the changes before it. If not, the caller must wait after each
   * setting, as in old recordings.
   */
  public boolean readingsWait() {
    return settlement.isPresent();
  }

  /** The source of an input's tone, for a pass through frequencies. */
  public RfSource source(int input) {
    return wiring.inputs().get(input);
  }

  /** The source of a neuron's bias, for a pass through levels. */
  public BiasSource biasSource(int neuron) {
    return wiring.biases().get(neuron);
  }

  /** The source of a synapse's field line, for a pass through levels. */
  public BiasSource fieldSource(int synapse) {
    return wiring.fields().get(synapse);
  }

  /** The level of a field line's source for a current of one ampere: 1, or V/A. */
  public double fieldLevelPerAmpere(int synapse) {
    return wiring.levelOfFieldAmpere(file, synapse);
  }

  /**
   * The settling time of a change, with amplifiers, s.
   *
   * @param seconds time from the bench file
   * @param source it may need longer with its present settings; queried only if readings wait
   */
  public double settling(double seconds, Instrument source) {
    return Math.max(seconds, readingsWait() ? source.settling() : 0) + linkSettling;
  }

  /** The voltmeter of a chain, without preparation. */
  public VoltageMeter voltmeter(int chain) {
    return wiring.voltmeters().get(chain);
  }

  /** The voltmeter of a chain, prepared for a reading. */
  public VoltageMeter preparedVoltmeter(int chain) {
    return readout.prepareVoltmeter(chain);
  }

  /** Sets the integration time of every voltmeter, or its next longer one, power-line cycles. */
  public void integration(double cycles) {
    readout.integration(cycles);
  }

  /** One reading of each chain, V; all voltmeters integrate at the same time. Settles first. */
  public Reading[] chainVoltages() {
    return chainVoltages(IntStream.range(0, file.chains().size()).toArray());
  }

  /**
   * One reading of each of these chains, V, in their order; their voltmeters integrate at the same
   * time. Settles first.
   */
  public Reading[] chainVoltages(int... chains) {
    return nodes(chains, new int[0]).voltages();
  }

  /**
   * Readings of one evaluation.
   *
   * @param voltages of the requested chains, V, in their order
   * @param powers emitted by the requested neurons, W at the neuron, in their order
   */
  public record NodeReadings(Reading[] voltages, Reading[] powers) {}

  /**
   * One reading of each of these chains and neurons. The analyzer measures one neuron after another
   * while all voltmeters integrate. Settles first.
   */
  public NodeReadings nodes(int[] chains, int[] neurons) {
    readout.prepare(chains, neurons);
    NodeReadings taken;
    do {
      custody.ifPresent(Custody::look);
      trips.ifPresent(Trips::look);
      settle();
      taken = readout.take(chains, neurons);
    } while (trips.isPresent() && trips.get().read(readout.named(chains, neurons, taken)));
    for (int k = 0; k < chains.length; k++) {
      evaluations.count("voltage " + chains[k]);
      tell(taken.voltages()[k]);
    }
    for (int k = 0; k < neurons.length; k++) {
      evaluations.count("emission " + neurons[k]);
      tell(taken.powers()[k]);
    }
    return taken;
  }

  /**
   * Whether a source that affects a neuron's emission is limited, so that the emission does not
   * correspond to the settings. False for old recordings.
   */
  public boolean limitsEmission(int neuron) {
    limiting.look();
    return limiting.ofNeuron(neuron);
  }

  /**
   * Whether a source that affects a meter's reading is limited. For the voltmeter of a chain:
   * sources of that chain; for another meter: any source, because its wiring is unknown.
   */
  public boolean limitsReadingOf(Instrument meter) {
    limiting.look();
    int chain = wiring.voltmeters().indexOf(meter);
    return chain >= 0 ? limiting.ofChain(chain) : limiting.any();
  }

  /** The bands in which neurons are read, which can be moved. */
  public ReadoutBands bands() {
    return readout.bands();
  }

  /**
   * Power emitted by a neuron in its read-out band, W at the neuron: the analyzer's band power less
   * the monitor gain. Settles first.
   */
  public Reading emittedPower(int neuron) {
    return nodes(new int[0], new int[] {neuron}).powers()[0];
  }

  /** Spectrum about the centre of a neuron's read-out band, dBm at the neuron. Settles first. */
  public SpectrumTrace emission(int neuron) {
    return emission(neuron, readout.bands().of(neuron).centre());
  }

  /** The same about another frequency, Hz. */
  public SpectrumTrace emission(int neuron, double centre) {
    readout.prepareAnalyzer();
    trips.ifPresent(Trips::look);
    readout.aim(centre);
    settle();
    SpectrumTrace trace = readout.spectrum(neuron);
    evaluations.count("spectrum " + neuron);
    return trace;
  }

  /** Brings everything to rest: tones off, biases and field lines at zero, each verified. */
  public void rest() {
    rest.run();
    changed(Math.max(times.tone(), Math.max(times.fieldLine(), times.bias())));
  }

  /**
   * Checks now that every source is as this program left it.
   *
   * @throws org.spinbench.drivers.instrument.StrayedException as {@link Bench#requireAsLeft} says
   */
  public void requireAsLeft() {
    custody.ifPresent(Custody::require);
  }

  /**
   * Asks each source that should be on whether it is; not for old recordings.
   *
   * @throws org.spinbench.drivers.instrument.StrayedException as {@link Bench#requireAsLeft} says
   */
  public void requireStillOn() {
    custody.ifPresent(Custody::ask);
  }

  /**
   * Number of evaluations so far. One evaluation is a set of readings at unchanged settings, each
   * quantity once. The next one begins with the first reading after a change, or when a quantity is
   * read again.
   */
  public long evaluations() {
    return evaluations.soFar();
  }

  /** Calls a hook for every source and meter after its preparation, which may undo settings. */
  public void onPrepared(Consumer<Instrument> hook) {
    preparation.then(hook);
  }

  /** Also passes every future reading to a listener. */
  public void onReading(Consumer<Reading> listener) {
    listeners.add(listener);
  }

  /** Also passes every future spectrum to a listener, with the name of its neuron. */
  public void onSpectrum(BiConsumer<String, SpectrumTrace> listener) {
    readout.onSpectrum(listener);
  }

  private void tell(Reading reading) {
    listeners.forEach(listener -> listener.accept(reading));
  }
}
