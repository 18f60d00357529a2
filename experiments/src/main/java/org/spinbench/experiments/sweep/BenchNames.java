package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.LineFit;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.CurrentMeter;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LockIn;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.PowerMeter;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.RfSource;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.SpectrumTrace;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.Voltmeter;

/**
 * The names by which plans call what a bench can set and read.
 *
 * <p>At the chip, by the bench file's own names, in SI units at the junctions:
 *
 * <table>
 * <caption>settings and readings of the chip</caption>
 * <tr><td>{@code input 1.frequency}, {@code input 1.power}</td><td>a tone, Hz and W; power 0 switches
 * it off</td></tr>
 * <tr><td>{@code synapse 1.current}</td><td>field line, A</td></tr>
 * <tr><td>{@code neuron 1.bias}</td><td>A; 0 switches the source off</td></tr>
 * <tr><td>{@code chain 1.voltage}</td><td>reading, V</td></tr>
 * <tr><td>{@code neuron 1.power}</td><td>reading: emitted power, W</td></tr>
 * <tr><td>{@code neuron 1.line_frequency}, {@code .line_width}, {@code .line_power}</td><td>readings
 * of the line in its spectrum, Hz, Hz (full width at half maximum, the analyzer's filter taken out)
 * and W; none where there is no line</td></tr>
 * </table>
 *
 * <p>At an instrument, {@code instrument.setting} or {@code instrument:channel.setting}: every
 * setting that its driver declares, in the setting's own unit, to set or to read back; and what its
 * role reads: {@code voltage} of a voltmeter, {@code band_power} of an analyzer in its span about
 * its centre, {@code voltage} and {@code current} of a source meter (none while its output is off),
 * {@code current} of a source that has a sensor of it, {@code power} of a power meter, {@code x},
 * {@code y}, {@code r} and {@code theta} of a lock-in. The level of a bias source is ramped.
 */
final class BenchNames {
  /** What a spectrum tells of a neuron's line, by the numbers that the reader knows them by. */
  private static final List<String> LINE = List.of("line_frequency", "line_width", "line_power");

  /** Sweeps of the analyzer that are averaged for one reading of a line. */
  private static final int SWEEPS = 64;

  /** The components of a lock-in's reading, by the numbers that its reader knows them by. */
  private static final List<String> PHASOR = List.of("x", "y", "r", "theta");

  private static final int LINE_WIDTH = 1;
  private static final int LINE_POWER = 2;

  private final Bench bench;
  private final BenchFile file;
  private final ChipPorts ports;
  private final double settling;

  /** Powers of the tones whose powers the plan sets, W at the junctions. */
  private final Map<Integer, Double> powers = new HashMap<>();

  private final Map<String, Reader> readers = new LinkedHashMap<>();
  private final Reader chains;
  private final Reader voltmeters;
  private final List<Voltmeter> knownVoltmeters = new ArrayList<>();

  private final BiConsumer<String, SpectrumTrace> spectra;
  private final Set<Instrument> prepared = new HashSet<>();

  /**
   * The names of a bench.
   *
   * @param spectra is handed every spectrum that is read, with whose it is
   */
  BenchNames(Bench bench, BiConsumer<String, SpectrumTrace> spectra) {
    this.bench = bench;
    this.spectra = spectra;
    file = bench.file();
    ports = bench.ports();
    BenchFile.Settling times = file.settling();
    settling = Math.max(times.tone(), Math.max(times.fieldLine(), times.bias())) + times.coupling();
    chains = which -> List.of(ports.chainVoltages(which));
    voltmeters = this::voltages;
  }

  /** A name in its two parts: before and behind the last point. */
  private record Parts(String owner, String item) {
    static Parts of(String name) {
      int point = name.lastIndexOf('.');
      if (point < 1 || point == name.length() - 1) {
        throw new IllegalArgumentException(
            "\""
                + name
                + "\" is no name of a setting or reading; write whose it is, a point, and what, such"
                + " as \"input 1.power\" or \"rf_1.frequency\"");
      }
      return new Parts(name.substring(0, point), name.substring(point + 1));
    }
  }

  /**
   * The setting of that name.
   *
   * @throws IllegalArgumentException naming what there is instead
   */
  Knob knob(String name) {
    Parts parts = Parts.of(name);
    if (isOfChip(parts.owner())) {
      return chipKnob(name, parts);
    }
    Instrument instrument = instrument(parts.owner(), name);
    Setting setting = setting(instrument, parts.item());
    if (setting == null) {
      throw unknown(name, "settings", parts.owner(), settingsOf(instrument));
    }
    return knob(name, instrument, setting);
  }

  private Knob chipKnob(String name, Parts parts) {
    int input = file.indexOfInput(parts.owner());
    int synapse = file.indexOfSynapse(parts.owner());
    int neuron = file.indexOfNeuron(parts.owner());
    if (input >= 0 && parts.item().equals("power")) {
      powers.putIfAbsent(input, 0.0);
      return Knob.number(name, Unit.WATT, 0, watts -> tonePower(input, watts));
    }
    if (input >= 0 && parts.item().equals("frequency")) {
      return Knob.number(name, Unit.HERTZ, 0, hertz -> toneFrequency(name, input, hertz));
    }
    if (synapse >= 0 && parts.item().equals("current")) {
      return Knob.number(name, Unit.AMPERE, 0, amperes -> ports.fieldCurrent(synapse, amperes));
    }
    if (neuron >= 0 && parts.item().equals("bias")) {
      return Knob.number(name, Unit.AMPERE, 0, amperes -> ports.bias(neuron, amperes));
    }
    String there = input >= 0 ? "power, frequency" : synapse >= 0 ? "current" : "bias";
    throw unknown(
        name, "settings", parts.owner(), file.indexOfChain(parts.owner()) >= 0 ? "none" : there);
  }

  private void tonePower(int input, double watts) {
    ports.tonePower(input, watts);
    powers.put(input, watts);
  }

  private void toneFrequency(String name, int input, double hertz) {
    Double power = powers.get(input);
    if (power == null) {
      String owner = file.inputs().get(input).name();
      throw new IllegalArgumentException(
          name + ": " + owner + " has no power yet; set or sweep \"" + owner + ".power\" too");
    }
    ports.tone(input, hertz, power);
  }

  private Knob knob(String name, Instrument instrument, Setting setting) {
    if (setting instanceof NumberSetting number) {
      boolean level = instrument instanceof BiasSource source && source.level() == number;
      return Knob.number(
          name, number.unit(), settling, level ? ((BiasSource) instrument)::ramp : number::ensure);
    }
    if (setting instanceof ChoiceSetting choice) {
      return new Knob(
          name,
          Unit.ONE,
          choice.words(),
          settling,
          word -> choice.ensure(choice.words().get(index(name, word, choice.words().size()))));
    }
    SwitchSetting onOff = (SwitchSetting) setting;
    return Knob.onOff(name, settling, on -> onOff.ensure(index(name, on, 2) == 1));
  }

  private static int index(String name, double value, int count) {
    if (value != Math.rint(value) || value < 0 || value >= count) {
      throw new IllegalArgumentException(
          name + ": " + value + " stands for none of its words; give 0 to " + (count - 1));
    }
    return (int) value;
  }

  /**
   * The reading of that name.
   *
   * @throws IllegalArgumentException naming what there is instead
   */
  Gauge gauge(String name) {
    Parts parts = Parts.of(name);
    if (isOfChip(parts.owner())) {
      return chipGauge(name, parts);
    }
    Instrument instrument = instrument(parts.owner(), name);
    Gauge ofRole = roleGauge(name, instrument, parts.item());
    if (ofRole != null) {
      return ofRole;
    }
    if (setting(instrument, parts.item()) instanceof NumberSetting number) {
      Supplier<Reading> back = () -> readBack(parts, number);
      return new Gauge(name, number.unit(), single(name, back), 0);
    }
    String readings = String.join(", ", ofRoles(instrument));
    readings += (readings.isEmpty() ? "" : ", ") + numbersOf(instrument);
    throw unknown(name, "readings", parts.owner(), readings);
  }

  /** What an instrument reads by its role; null if its role does not read that. */
  private Gauge roleGauge(String name, Instrument instrument, String item) {
    if (!ofRoles(instrument).contains(item)) {
      return null;
    }
    if (instrument instanceof Voltmeter voltmeter) {
      return new Gauge(name, Unit.VOLT, voltmeters, number(voltmeter));
    }
    if (instrument instanceof SpectrumAnalyzer analyzer) {
      return new Gauge(name, Unit.DBM, single(name, () -> bandPower(analyzer)), 0);
    }
    if (instrument instanceof SourceMeter meter && item.equals("voltage")) {
      return new Gauge(name, Unit.VOLT, single(name, whileOn(meter, meter::voltage)), 0);
    }
    if (instrument instanceof CurrentMeter meter) {
      return new Gauge(name, Unit.AMPERE, single(name, whileOn(meter, meter::current)), 0);
    }
    if (instrument instanceof PowerMeter meter) {
      return new Gauge(name, Unit.WATT, single(name, () -> power(meter)), 0);
    }
    LockIn lockIn = (LockIn) instrument;
    int component = PHASOR.indexOf(item);
    Unit unit = item.equals("theta") ? Unit.DEGREE : Unit.VOLT;
    Reader reader =
        readers.computeIfAbsent(
            instrument.name() + ".phasor", n -> which -> components(lockIn.read(), which));
    return new Gauge(name, unit, reader, component);
  }

  private static List<String> ofRoles(Instrument instrument) {
    if (instrument instanceof Voltmeter) {
      return List.of("voltage");
    }
    if (instrument instanceof SpectrumAnalyzer) {
      return List.of("band_power");
    }
    if (instrument instanceof SourceMeter) {
      return List.of("voltage", "current");
    }
    if (instrument instanceof CurrentMeter) {
      return List.of("current");
    }
    if (instrument instanceof PowerMeter) {
      return List.of("power");
    }
    return instrument instanceof LockIn ? PHASOR : List.of();
  }

  /** All components of one reading belong to the same instant. */
  private static List<Reading> components(LockIn.Phasor phasor, int... which) {
    List<Reading> all = List.of(phasor.x(), phasor.y(), phasor.r(), phasor.theta());
    return Arrays.stream(which).mapToObj(all::get).toList();
  }

  /** Prepared as it is set, when it is first read. */
  private Reading power(PowerMeter meter) {
    if (prepared.add(meter)) {
      meter.prepare(meter.frequency().current(), meter.averaging().current());
    }
    return meter.read();
  }

  private Gauge chipGauge(String name, Parts parts) {
    int chain = file.indexOfChain(parts.owner());
    int neuron = file.indexOfNeuron(parts.owner());
    if (chain >= 0 && parts.item().equals("voltage")) {
      return new Gauge(name, Unit.VOLT, chains, chain);
    }
    int ofLine = LINE.indexOf(parts.item());
    if (neuron >= 0 && ofLine >= 0) {
      Unit unit = ofLine == LINE_POWER ? Unit.WATT : Unit.HERTZ;
      return new Gauge(name, unit, line(parts.owner(), neuron), ofLine);
    }
    if (neuron >= 0 && parts.item().equals("power")) {
      return new Gauge(name, Unit.WATT, single(name, () -> ports.emittedPower(neuron)), 0);
    }
    String there =
        neuron >= 0 ? "power, " + String.join(", ", LINE) : chain >= 0 ? "voltage" : "none";
    throw unknown(name, "readings", parts.owner(), there);
  }

  /** All that a spectrum tells of a neuron's line, from one sweep of the analyzer. */
  private Reader line(String name, int neuron) {
    return readers.computeIfAbsent(name + ".line", n -> which -> line(name, neuron, which));
  }

  private List<Reading> line(String name, int neuron, int... which) {
    SpectrumTrace trace = averaged(neuron);
    spectra.accept(name, trace);
    Optional<LineFit> fit = LineFit.of(trace);
    List<Reading> readings = new ArrayList<>();
    for (int quantity : which) {
      readings.add(fit.map(line -> reading(name, line, quantity, trace)).orElse(null));
    }
    return readings;
  }

  /** Mean power of several sweeps: the points of a single one scatter as much as they measure. */
  private SpectrumTrace averaged(int neuron) {
    SpectrumTrace trace = ports.emission(neuron);
    double[] watts = new double[trace.points()];
    for (int sweep = 1; sweep <= SWEEPS; sweep++) {
      for (int point = 0; point < watts.length; point++) {
        watts[point] += Units.wattsOfDbm(trace.levelsDbm()[point]) / SWEEPS;
      }
      trace = sweep < SWEEPS ? ports.emission(neuron) : trace;
    }
    double[] levels = Arrays.stream(watts).map(Units::dbmOfWatts).toArray();
    return new SpectrumTrace(
        trace.start(), trace.stop(), trace.resolutionBandwidth(), levels, trace.time());
  }

  private Reading reading(String neuron, LineFit line, int quantity, SpectrumTrace trace) {
    Value value =
        quantity == LINE_POWER
            ? line.power()
            : quantity == LINE_WIDTH ? line.width() : line.frequency();
    return new Reading(
        file.readout().analyzer(),
        LINE.get(quantity) + " of " + neuron,
        value.value(),
        quantity == LINE_POWER ? Unit.WATT : Unit.HERTZ,
        value.deviation(),
        trace.time(),
        false);
  }

  private Reader single(String name, Supplier<Reading> read) {
    return readers.computeIfAbsent(name, n -> which -> Collections.singletonList(read.get()));
  }

  /** A source whose output is off, as that of a neuron without bias, has nothing to read. */
  private static Supplier<Reading> whileOn(CurrentMeter meter, Supplier<Reading> read) {
    return () ->
        meter instanceof BiasSource source && !source.output().current() ? null : read.get();
  }

  /** Power in the analyzer's present span; prepared as it is set, when it is first read. */
  private Reading bandPower(SpectrumAnalyzer analyzer) {
    double span = analyzer.span().current();
    if (prepared.add(analyzer)) {
      analyzer.prepare(span, analyzer.resolutionBandwidth().current());
    }
    return analyzer.bandPower(analyzer.centre().current(), span);
  }

  private Reading readBack(Parts parts, NumberSetting number) {
    double value = number.get();
    return new Reading(
        parts.owner(), parts.item(), value, number.unit(), 0, bench.clock().now(), false);
  }

  private int number(Voltmeter voltmeter) {
    if (!knownVoltmeters.contains(voltmeter)) {
      knownVoltmeters.add(voltmeter);
    }
    return knownVoltmeters.indexOf(voltmeter);
  }

  /** All integrate at the same time, each in the range and for the time that it is set to. */
  private List<Reading> voltages(int... which) {
    List<Voltmeter> meters = Arrays.stream(which).mapToObj(knownVoltmeters::get).toList();
    meters.forEach(this::prepare);
    bench.together(() -> meters.forEach(Voltmeter::initiate));
    return meters.stream().map(Voltmeter::fetch).toList();
  }

  /** The RF source whose frequency a setting is. */
  Optional<Instrument> steps(String setting) {
    Parts parts = Parts.of(setting);
    int input = file.indexOfInput(parts.owner());
    if (input >= 0) {
      return parts.item().equals("frequency") ? Optional.of(ports.source(input)) : Optional.empty();
    }
    if (isOfChip(parts.owner())) {
      return Optional.empty();
    }
    Instrument instrument = instrument(parts.owner(), setting);
    boolean frequency =
        instrument instanceof RfSource source
            && setting(instrument, parts.item()) == source.frequency();
    return frequency ? Optional.of(instrument) : Optional.empty();
  }

  /**
   * The level that a setting is.
   *
   * @param source whose level
   * @param perUnit level for one unit of the setting
   */
  record Level(BiasSource source, double perUnit) {}

  /** The level whose setting this is: of a neuron's bias, of a field line, or a source's own. */
  Optional<Level> level(String setting) {
    Parts parts = Parts.of(setting);
    int neuron = file.indexOfNeuron(parts.owner());
    if (neuron >= 0 && parts.item().equals("bias")) {
      return Optional.of(new Level(ports.biasSource(neuron), 1));
    }
    int synapse = file.indexOfSynapse(parts.owner());
    if (synapse >= 0 && parts.item().equals("current")) {
      double perAmpere = ports.fieldLevelPerAmpere(synapse);
      return Optional.of(new Level(ports.fieldSource(synapse), perAmpere));
    }
    if (isOfChip(parts.owner())) {
      return Optional.empty();
    }
    Instrument instrument = instrument(parts.owner(), setting);
    return instrument instanceof BiasSource source
            && setting(instrument, parts.item()) == source.level()
        ? Optional.of(new Level(source, 1))
        : Optional.empty();
  }

  /** The source meter whose reading of voltage or current a name is. */
  Optional<SourceMeter> sourceMeterOf(String reading) {
    Parts parts = Parts.of(reading);
    return isOfChip(parts.owner()) || !List.of("voltage", "current").contains(parts.item())
        ? Optional.empty()
        : sourceMeter(instrument(parts.owner(), reading));
  }

  private static Optional<SourceMeter> sourceMeter(Instrument instrument) {
    return instrument instanceof SourceMeter meter ? Optional.of(meter) : Optional.empty();
  }

  /** How long a point of that setting has to settle when its source steps by itself, s. */
  double listSettling(String setting) {
    String owner = Parts.of(setting).owner();
    if (file.indexOfNeuron(owner) >= 0) {
      return ports.biasSettling();
    }
    if (file.indexOfSynapse(owner) >= 0) {
      return ports.fieldSettling();
    }
    return isOfChip(owner) ? ports.toneSettling() : settling;
  }

  /** The meter that takes a reading; empty for a setting that is read back. */
  Optional<Meter> meter(String reading) {
    Parts parts = Parts.of(reading);
    int chain = file.indexOfChain(parts.owner());
    if (chain >= 0) {
      return Optional.of(ports.voltmeter(chain));
    }
    if (file.indexOfNeuron(parts.owner()) >= 0) {
      return meter(bench.instruments().get(file.readout().analyzer()));
    }
    Instrument instrument = instrument(parts.owner(), reading);
    return ofRoles(instrument).contains(parts.item()) ? meter(instrument) : Optional.empty();
  }

  /** Whether a setting is one of a meter. */
  boolean isOfMeter(String setting) {
    String owner = Parts.of(setting).owner();
    return !isOfChip(owner) && instrument(owner, setting) instanceof Meter;
  }

  private static Optional<Meter> meter(Instrument instrument) {
    return instrument instanceof Meter meter ? Optional.of(meter) : Optional.empty();
  }

  /** The voltmeter that takes a reading. */
  Optional<Voltmeter> voltmeter(String reading) {
    Parts parts = Parts.of(reading);
    int chain = file.indexOfChain(parts.owner());
    if (chain >= 0) {
      return parts.item().equals("voltage")
          ? Optional.of(ports.voltmeter(chain))
          : Optional.empty();
    }
    if (isOfChip(parts.owner()) || !parts.item().equals("voltage")) {
      return Optional.empty();
    }
    return instrument(parts.owner(), reading) instanceof Voltmeter meter
        ? Optional.of(meter)
        : Optional.empty();
  }

  /** Makes that voltmeter ready to take the reading. */
  void prepareVoltmeter(String reading) {
    int chain = file.indexOfChain(Parts.of(reading).owner());
    if (chain >= 0) {
      ports.preparedVoltmeter(chain);
    } else {
      prepare(voltmeter(reading).orElseThrow());
    }
  }

  /** In the range and for the time that it is set to, when it is first read. */
  private void prepare(Voltmeter meter) {
    if (prepared.add(meter)) {
      meter.prepare(meter.range().current(), meter.integration().current());
    }
  }

  private boolean isOfChip(String owner) {
    return file.indexOfInput(owner) >= 0
        || file.indexOfSynapse(owner) >= 0
        || file.indexOfNeuron(owner) >= 0
        || file.indexOfChain(owner) >= 0;
  }

  private Instrument instrument(String owner, String name) {
    int colon = owner.indexOf(':');
    Instrument whole = bench.instruments().get(colon < 0 ? owner : owner.substring(0, colon));
    if (whole == null) {
      throw new IllegalArgumentException(
          name
              + ": nothing on this bench is called \""
              + owner
              + "\"; there are the instruments "
              + String.join(", ", bench.instruments().keySet())
              + " and on the chip "
              + String.join(", ", chipNames()));
    }
    if (colon < 0) {
      return whole;
    }
    String channel = owner.substring(colon + 1);
    if (!(whole instanceof Channels<?> channels && channel.matches("[1-9][0-9]{0,3}"))) {
      throw new IllegalArgumentException(
          name
              + ": "
              + owner
              + " is no channel; write an instrument of several, a colon, a number");
    }
    return (Instrument) channels.channel(Integer.parseInt(channel));
  }

  private List<String> chipNames() {
    List<String> names = new ArrayList<>();
    file.inputs().forEach(one -> names.add(one.name()));
    file.chains().forEach(one -> names.add(one.name()));
    file.synapses().forEach(one -> names.add(one.name()));
    file.neurons().forEach(one -> names.add(one.name()));
    return names;
  }

  /** By its whole name, or by that which the driver gave it within its channel. */
  private static Setting setting(Instrument instrument, String item) {
    for (Setting setting : instrument.settings()) {
      if (setting.name().equals(item)
          || setting.name().replaceFirst("^channel \\d+ ", "").equals(item)
              && isOfChannel(instrument)) {
        return setting;
      }
    }
    return null;
  }

  private static boolean isOfChannel(Instrument instrument) {
    return instrument.name().indexOf(':') >= 0;
  }

  private static String settingsOf(Instrument instrument) {
    TreeSet<String> names = new TreeSet<>();
    instrument.settings().forEach(setting -> names.add(setting.name()));
    return String.join(", ", names);
  }

  private static String numbersOf(Instrument instrument) {
    TreeSet<String> names = new TreeSet<>();
    instrument
        .settings()
        .forEach(
            setting -> {
              if (setting instanceof NumberSetting) {
                names.add(setting.name());
              }
            });
    return String.join(", ", names);
  }

  private static IllegalArgumentException unknown(
      String name, String what, String owner, String there) {
    return new IllegalArgumentException(
        "there is no " + name + "; the " + what + " of " + owner + " are: " + there);
  }
}
