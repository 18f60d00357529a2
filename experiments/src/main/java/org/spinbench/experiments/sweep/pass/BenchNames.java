package org.spinbench.experiments.sweep.pass;

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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.LineFit;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.sweep.plan.PlanName;

/**
 * The names of settings and readings of a bench in plans.
 *
 * <p>At the chip, with the names in the bench file, in SI units at the junctions:
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
 * of the line in its spectrum, Hz, Hz (full width at half maximum, corrected for the analyzer's filter) and W; no value without a line</td></tr>
 * </table>
 *
 * <p>At an instrument, {@code instrument.setting} or {@code instrument:channel.setting}: every
 * setting that its driver declares, in the setting's own unit, to set or to read back; and the
 * readings of its role: {@code voltage} of a voltmeter, {@code band_power} of an analyzer in its
 * span around its centre, {@code voltage} and {@code current} of a source meter (no value while its
 * output is off), {@code current} of a source with a current sensor, {@code power} of a power
 * meter, {@code x}, {@code y}, {@code r} and {@code theta} of a lock-in, every quantity of a gauge.
 * The level of a bias source is ramped.
 */
public final class BenchNames {
  /** Quantities of a neuron's line in a spectrum, by their numbers in the reader. */
  private static final List<String> LINE = List.of("line_frequency", "line_width", "line_power");

  /** Number of analyzer sweeps averaged for one reading of a line. */
  private static final int SWEEPS = 64;

  /** Number of names in a list. */
  private static final int LISTED = 40;

  private static final int LINE_WIDTH = 1;
  private static final int LINE_POWER = 2;

  private final Bench bench;
  private final BenchFile file;
  private final ChipPorts ports;
  private final NameOwners owners;
  private final double settling;

  /** Powers of the tones that the plan sets, W at the junctions. */
  private final Map<Integer, Double> powers = new HashMap<>();

  private final Map<String, Reader> readers = new LinkedHashMap<>();
  private final Reader chains;
  private final Reader voltmeters;
  private final List<Voltmeter> knownVoltmeters = new ArrayList<>();

  private final BiConsumer<String, SpectrumTrace> spectra;
  private final Set<Instrument> prepared = new HashSet<>();
  private Consumer<Instrument> whenPrepared = one -> {};

  /**
   * The names of a bench.
   *
   * @param spectra receives every spectrum with the name of its device
   */
  public BenchNames(Bench bench, BiConsumer<String, SpectrumTrace> spectra) {
    this.bench = bench;
    this.spectra = spectra;
    file = bench.file();
    ports = bench.ports();
    owners = new NameOwners(bench);
    settling = owners.setterSettling();
    chains = which -> List.of(ports.chainVoltages(which));
    voltmeters = this::voltages;
  }

  /** Calls a hook with every instrument that has been prepared, because that may undo settings. */
  public void onPrepared(Consumer<Instrument> hook) {
    whenPrepared = hook;
    ports.onPrepared(hook);
  }

  /** The owners of the names. */
  public NameOwners owners() {
    return owners;
  }

  /**
   * The setting with this name.
   *
   * @throws IllegalArgumentException naming the existing ones
   */
  public SweepSetting sweepSetting(String name) {
    PlanName parts = PlanName.of(name);
    if (owners.isOfChip(parts.owner())) {
      return chipSetting(name, parts);
    }
    Instrument instrument = owners.instrument(parts.owner(), name);
    Setting setting = NameOwners.setting(instrument, parts.item());
    if (setting == null) {
      throw unknown(name, "settings", parts.owner(), NameOwners.settingsOf(instrument));
    }
    return sweepSetting(name, instrument, setting);
  }

  private SweepSetting chipSetting(String name, PlanName parts) {
    int input = file.indexOfInput(parts.owner());
    int synapse = file.indexOfSynapse(parts.owner());
    int neuron = file.indexOfNeuron(parts.owner());
    if (input >= 0 && parts.item().equals("power")) {
      powers.putIfAbsent(input, 0.0);
      return SweepSetting.number(
          name,
          Unit.WATT,
          0,
          watts -> tonePower(input, watts),
          watts -> ports.keptPower(input, watts));
    }
    if (input >= 0 && parts.item().equals("frequency")) {
      return SweepSetting.number(
          name,
          Unit.HERTZ,
          0,
          hertz -> toneFrequency(name, input, hertz),
          ports.source(input).frequency()::rounded);
    }
    if (synapse >= 0 && parts.item().equals("current") && file.hasFieldLines()) {
      NumberSetting level = ports.fieldSource(synapse).level();
      double perAmpere = ports.fieldLevelPerAmpere(synapse);
      return SweepSetting.number(
          name,
          Unit.AMPERE,
          0,
          amperes -> ports.fieldCurrent(synapse, amperes),
          amperes -> level.rounded(amperes * perAmpere) / perAmpere);
    }
    if (neuron >= 0 && parts.item().equals("bias")) {
      return SweepSetting.number(
          name,
          Unit.AMPERE,
          0,
          amperes -> ports.bias(neuron, amperes),
          ports.biasSource(neuron).level()::rounded);
    }
    boolean tuned = file.hasFieldLines();
    String there =
        input >= 0 ? "power, frequency" : neuron >= 0 ? "bias" : tuned ? "current" : "none";
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

  private SweepSetting sweepSetting(String name, Instrument instrument, Setting setting) {
    if (setting instanceof NumberSetting number) {
      if (instrument instanceof BiasSource source && source.level() == number) {
        DoubleConsumer ramp = file.isRack() ? level -> ports.level(source, level) : source::ramp;
        return SweepSetting.number(name, number.unit(), settling, ramp, number::rounded);
      }
      SweepSetting sweepSetting =
          SweepSetting.number(name, number.unit(), settling, number::ensure, number::rounded);
      // A number of a few possible ones selects the measured quantity, such as the channel of a
      // voltmeter.
      boolean says = number.unit() == Unit.ONE && number.values().length > 0;
      return says
          ? sweepSetting.of(
              instrument,
              value -> requireKept(name, Double.toString(value), Double.toString(number.current())))
          : sweepSetting.of(instrument);
    }
    if (setting instanceof ChoiceSetting choice) {
      List<String> words = choice.words();
      return SweepSetting.choice(
              name,
              words,
              settling,
              word -> choice.ensure(words.get(index(name, word, words.size()))))
          .of(instrument, word -> requireKept(name, words.get((int) word), choice.current()));
    }
    SwitchSetting onOff = (SwitchSetting) setting;
    return SweepSetting.onOff(name, settling, on -> onOff.ensure(index(name, on, 2) == 1))
        .of(instrument);
  }

  /**
   * Requires that a plan does not change the measured quantity: a voltage read as a temperature is
   * wrong.
   */
  private static void requireKept(String name, String asked, String has) {
    if (!asked.equals(has)) {
      throw new IllegalArgumentException(
          name
              + ": the plan sets "
              + asked
              + ", but its readings need "
              + has
              + "; remove that setting");
    }
  }

  private static int index(String name, double value, int count) {
    if (value != Math.rint(value) || value < 0 || value >= count) {
      throw new IllegalArgumentException(
          name + ": " + value + " stands for none of its words; give 0 to " + (count - 1));
    }
    return (int) value;
  }

  /**
   * The reading with this name.
   *
   * @throws IllegalArgumentException naming the existing ones
   */
  public SweepReading sweepReading(String name) {
    PlanName parts = PlanName.of(name);
    if (owners.isOfChip(parts.owner())) {
      return chipReading(name, parts);
    }
    Instrument instrument = owners.instrument(parts.owner(), name);
    SweepReading ofRole = roleReading(name, instrument, parts.item());
    if (ofRole != null) {
      return ofRole;
    }
    if (NameOwners.setting(instrument, parts.item()) instanceof NumberSetting number) {
      Supplier<Reading> back = () -> readBack(parts, number);
      return new SweepReading(name, number.unit(), single(name, back), 0);
    }
    String readings = String.join(", ", NameOwners.ofRoles(instrument));
    readings += (readings.isEmpty() ? "" : ", ") + NameOwners.numbersOf(instrument);
    throw unknown(name, "readings", parts.owner(), readings);
  }

  /** The reading of an instrument's role; null if the role does not have it. */
  private SweepReading roleReading(String name, Instrument instrument, String item) {
    if (!NameOwners.ofRoles(instrument).contains(item)) {
      return null;
    }
    if (instrument instanceof Voltmeter voltmeter) {
      return new SweepReading(name, Unit.VOLT, voltmeters, number(voltmeter));
    }
    if (instrument instanceof SpectrumAnalyzer analyzer) {
      return new SweepReading(
          name, Unit.DBM, single(name, () -> marked(analyzer, bandPower(analyzer))), 0);
    }
    if (instrument instanceof SourceMeter meter && item.equals("voltage")) {
      return new SweepReading(name, Unit.VOLT, single(name, whileOn(meter, meter::voltage)), 0);
    }
    if (instrument instanceof CurrentMeter meter) {
      return new SweepReading(name, Unit.AMPERE, single(name, whileOn(meter, meter::current)), 0);
    }
    if (instrument instanceof PowerMeter meter) {
      return new SweepReading(name, Unit.WATT, single(name, () -> marked(meter, power(meter))), 0);
    }
    if (instrument instanceof Gauge gauge) {
      return new SweepReading(
          name, gauge.quantities().get(item), single(name, () -> gauge.read(item)), 0);
    }
    LockIn lockIn = (LockIn) instrument;
    int component = NameOwners.PHASOR.indexOf(item);
    Unit unit = item.equals("theta") ? Unit.DEGREE : Unit.VOLT;
    Reader reader =
        readers.computeIfAbsent(
            instrument.name() + ".phasor",
            n -> which -> marked(lockIn, components(lockIn.read(), which)));
    return new SweepReading(name, unit, reader, component);
  }

  private List<Reading> marked(Instrument meter, List<Reading> readings) {
    return readings.stream().map(one -> marked(meter, one)).toList();
  }

  /** The reading, marked if a source that affects it is limited. */
  private Reading marked(Instrument meter, Reading reading) {
    return reading.limitedIf(ports.limitsReadingOf(meter));
  }

  /** All components of one reading belong to the same instant. */
  private static List<Reading> components(LockIn.Phasor phasor, int... which) {
    List<Reading> all = List.of(phasor.x(), phasor.y(), phasor.r(), phasor.theta());
    return Arrays.stream(which).mapToObj(all::get).toList();
  }

  /** Power; the meter is prepared with its present settings at its first reading. */
  private Reading power(PowerMeter meter) {
    if (prepared.add(meter)) {
      meter.prepare(meter.frequency().current(), meter.averaging().current());
      whenPrepared.accept(meter);
    }
    return meter.read();
  }

  private SweepReading chipReading(String name, PlanName parts) {
    int chain = file.indexOfChain(parts.owner());
    int neuron = file.indexOfNeuron(parts.owner());
    if (chain >= 0 && parts.item().equals("voltage")) {
      return new SweepReading(name, Unit.VOLT, chains, chain);
    }
    int ofLine = LINE.indexOf(parts.item());
    if (neuron >= 0 && ofLine >= 0) {
      Unit unit = ofLine == LINE_POWER ? Unit.WATT : Unit.HERTZ;
      return new SweepReading(name, unit, line(parts.owner(), neuron), ofLine);
    }
    if (neuron >= 0 && parts.item().equals("power")) {
      return new SweepReading(name, Unit.WATT, single(name, () -> ports.emittedPower(neuron)), 0);
    }
    String there =
        neuron >= 0 ? "power, " + String.join(", ", LINE) : chain >= 0 ? "voltage" : "none";
    throw unknown(name, "readings", parts.owner(), there);
  }

  /** All quantities of a neuron's line, from one measurement of the analyzer. */
  private Reader line(String name, int neuron) {
    return readers.computeIfAbsent(name + ".line", n -> which -> line(name, neuron, which));
  }

  private List<Reading> line(String name, int neuron, int... which) {
    SpectrumTrace trace = averaged(neuron);
    boolean limited = ports.limitsEmission(neuron);
    spectra.accept(name, trace);
    Optional<LineFit> fit = LineFit.of(trace);
    List<Reading> readings = new ArrayList<>();
    for (int quantity : which) {
      readings.add(
          fit.map(line -> reading(name, line, quantity, trace).limitedIf(limited)).orElse(null));
    }
    return readings;
  }

  /**
   * Mean power of several sweeps, because the points of a single one scatter by as much as their
   * value.
   */
  private SpectrumTrace averaged(int neuron) {
    SpectrumTrace trace = ports.emission(neuron);
    double[] watts = new double[trace.points()];
    boolean overload = false;
    for (int sweep = 1; sweep <= SWEEPS; sweep++) {
      for (int point = 0; point < watts.length; point++) {
        watts[point] += Units.wattsOfDbm(trace.levelsDbm()[point]) / SWEEPS;
      }
      overload |= trace.overload();
      trace = sweep < SWEEPS ? ports.emission(neuron) : trace;
    }
    double[] levels = Arrays.stream(watts).map(Units::dbmOfWatts).toArray();
    return new SpectrumTrace(
        trace.start(), trace.stop(), trace.resolutionBandwidth(), levels, trace.time(), overload);
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
        trace.overload());
  }

  private Reader single(String name, Supplier<Reading> read) {
    return readers.computeIfAbsent(name, n -> which -> Collections.singletonList(read.get()));
  }

  /**
   * A reading of a source; no value while its output is off, for example for a neuron without bias.
   */
  private static Supplier<Reading> whileOn(CurrentMeter meter, Supplier<Reading> read) {
    return () ->
        meter instanceof BiasSource source && !source.output().current() ? null : read.get();
  }

  /**
   * Power in the analyzer's present span; the analyzer is prepared with its present settings at its
   * first reading.
   */
  private Reading bandPower(SpectrumAnalyzer analyzer) {
    double span = analyzer.span().current();
    if (prepared.add(analyzer)) {
      analyzer.prepare(span, analyzer.resolutionBandwidth().current());
      whenPrepared.accept(analyzer);
    }
    return analyzer.bandPower(analyzer.centre().current(), span);
  }

  private Reading readBack(PlanName parts, NumberSetting number) {
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

  /** All integrate at the same time, each with its present range and integration time. */
  private List<Reading> voltages(int... which) {
    List<Voltmeter> meters = Arrays.stream(which).mapToObj(knownVoltmeters::get).toList();
    meters.forEach(this::prepare);
    bench.together(() -> meters.forEach(Voltmeter::initiate));
    List<Reading> readings = new ArrayList<>();
    meters.forEach(meter -> readings.add(marked(meter, meter.fetch())));
    return readings;
  }

  /** Prepares the voltmeter of a reading. */
  void prepareVoltmeter(String reading) {
    int chain = file.indexOfChain(PlanName.of(reading).owner());
    if (chain >= 0) {
      ports.preparedVoltmeter(chain);
    } else {
      prepare((Voltmeter) owners.voltmeter(reading).orElseThrow());
    }
  }

  /** Prepares a voltmeter with its present range and integration time at its first reading. */
  private void prepare(Voltmeter meter) {
    if (prepared.add(meter)) {
      meter.prepare(meter.range().current(), meter.integration().current());
      whenPrepared.accept(meter);
    }
  }

  private static IllegalArgumentException unknown(
      String name, String what, String owner, String there) {
    List<String> known = List.of(there.split(", "));
    String more = known.size() > LISTED ? " and " + (known.size() - LISTED) + " more" : "";
    return new IllegalArgumentException(
        "there is no "
            + name
            + "; the "
            + what
            + " of "
            + owner
            + " are: "
            + String.join(", ", known.subList(0, Math.min(LISTED, known.size())))
            + more
            + Spelling.hint(PlanName.of(name).item(), known));
  }
}
