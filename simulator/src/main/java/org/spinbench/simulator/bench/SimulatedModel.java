package org.spinbench.simulator.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.instrument.analyzer.SimulatedDsa815;
import org.spinbench.simulator.instrument.analyzer.SimulatedFsAnalyzer;
import org.spinbench.simulator.instrument.analyzer.SimulatedSsa3021x;
import org.spinbench.simulator.instrument.analyzer.SimulatedXSeries;
import org.spinbench.simulator.instrument.dcsource.Simulated6221;
import org.spinbench.simulator.instrument.dcsource.SimulatedGs200;
import org.spinbench.simulator.instrument.dcsource.SimulatedQdac2;
import org.spinbench.simulator.instrument.dcsource.SimulatedTableSource;
import org.spinbench.simulator.instrument.gauge.Simulated336;
import org.spinbench.simulator.instrument.gauge.Simulated425;
import org.spinbench.simulator.instrument.gauge.SimulatedTableGauge;
import org.spinbench.simulator.instrument.lockin.SimulatedSr830;
import org.spinbench.simulator.instrument.lockin.SimulatedSr860;
import org.spinbench.simulator.instrument.meter.Simulated2182a;
import org.spinbench.simulator.instrument.meter.SimulatedNrp;
import org.spinbench.simulator.instrument.meter.SimulatedTablePowerMeter;
import org.spinbench.simulator.instrument.meter.SimulatedTableVoltmeter;
import org.spinbench.simulator.instrument.meter.SimulatedTruevolt;
import org.spinbench.simulator.instrument.meter.SimulatedTruevolt.Variant;
import org.spinbench.simulator.instrument.meter.SimulatedU2040x;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;
import org.spinbench.simulator.instrument.rfsource.SimulatedMg3692c;
import org.spinbench.simulator.instrument.rfsource.SimulatedSg380;
import org.spinbench.simulator.instrument.rfsource.SimulatedSgs100a;
import org.spinbench.simulator.instrument.rfsource.SimulatedSmb100a;
import org.spinbench.simulator.instrument.rfsource.SimulatedSynthHd;
import org.spinbench.simulator.instrument.rfsource.SimulatedTableRfSource;
import org.spinbench.simulator.instrument.sourcemeter.Limits2400;
import org.spinbench.simulator.instrument.sourcemeter.Limits2450;
import org.spinbench.simulator.instrument.sourcemeter.Simulated2400;
import org.spinbench.simulator.instrument.sourcemeter.Simulated2450;
import org.spinbench.simulator.instrument.sourcemeter.Simulated2600;
import org.spinbench.simulator.instrument.sourcemeter.SimulatedB2900;

/**
 * One model that can be simulated, and the table of all: one line a model, by the name that a bench
 * file gives it.
 *
 * <p>The line says what the model measures; what it puts out, and whether it has a serial port, the
 * instrument says itself.
 */
public final class SimulatedModel {
  private static final Map<String, SimulatedModel> TABLE = new LinkedHashMap<>();

  static {
    rfSource("SGS100A", SimulatedSgs100a::new);
    rfSource("SMB100A", SimulatedSmb100a::new);
    for (Kind kind : Kind.values()) {
      rfSource(kind.name(), around -> new SimulatedKeysightSource(around, kind));
    }
    rfSource("SG382", around -> new SimulatedSg380(around, SimulatedSg380.Kind.SG382));
    rfSource("SG384", around -> new SimulatedSg380(around, SimulatedSg380.Kind.SG384));
    rfSource("SG386", around -> new SimulatedSg380(around, SimulatedSg380.Kind.SG386));
    rfSource("SynthHD", SimulatedSynthHd::new);
    rfSource("MG3692C", SimulatedMg3692c::new);
    dcSource("GS200", SimulatedGs200::new);
    for (Limits2400 kind : Limits2400.values()) {
      sourceMeter(kind.name().substring(1), (a, load) -> new Simulated2400(kind, a, load));
    }
    for (Limits2450 kind : Limits2450.values()) {
      sourceMeter(kind.name().substring(1), (a, load) -> new Simulated2450(kind, a, load));
    }
    sourceMeters("2602B", Simulated2600::new);
    dcSource("6221", Simulated6221::new);
    sourceMeter("B2901A", SimulatedB2900::b2901a);
    sourceMeters("B2912A", SimulatedB2900::b2912a);
    add(
        "QDAC-II",
        Input.NOTHING,
        0,
        (around, joined) -> new SimulatedQdac2(around, joined.loads()));
    voltmeter("2182A", 1, (around, inputs) -> new Simulated2182a(around, inputs.apply(1)));
    analyzer("N9030B", SimulatedXSeries::n9030b);
    analyzer("N9020B", SimulatedXSeries::n9020b);
    analyzer("FSV", SimulatedFsAnalyzer::fsv);
    analyzer("FSW", SimulatedFsAnalyzer::fsw);
    analyzer("DSA815", SimulatedDsa815::new);
    analyzer("SSA3021X", SimulatedSsa3021x::new);
    voltmeter("34461A", 1, SimulatedTruevolt.maker(Variant.M34461A));
    voltmeter("34465A", 1, SimulatedTruevolt.maker(Variant.M34465A));
    lockIn("SR830", SimulatedSr830::new);
    lockIn("SR860", SimulatedSr860::new);
    powerMeter("NRP", SimulatedNrp::new);
    powerMeter("U2040X", SimulatedU2040x::new);
    add("336", Input.NOTHING, 0, (around, joined) -> new Simulated336(around));
    add("425", Input.FIELD, 1, (around, joined) -> new Simulated425(around, joined.field()));
  }

  /** What a model measures. */
  private enum Input {
    NOTHING,
    /** The voltage or the current at its own outputs. */
    TERMINALS,
    VOLTAGE,
    HARMONIC,
    SPECTRUM,
    POWER,
    FIELD
  }

  private final Input input;
  private final int inputs;
  private final BiFunction<Surroundings, Connections, SimulatedInstrument> maker;

  private SimulatedModel(
      Input input, int inputs, BiFunction<Surroundings, Connections, SimulatedInstrument> maker) {
    this.input = input;
    this.inputs = inputs;
    this.maker = maker;
  }

  /** The model of that name. */
  public static Optional<SimulatedModel> of(String name) {
    return Optional.ofNullable(TABLE.get(name));
  }

  /** The model of an entry of a bench file, which may be a table of the user. */
  public static Optional<SimulatedModel> of(InstrumentEntry entry) {
    return entry.table().map(SimulatedModel::of).or(() -> of(entry.model()));
  }

  /** The twin that a driver table describes. */
  public static SimulatedModel of(DriverTable table) {
    return switch (table.role()) {
      case RF_SOURCE ->
          new SimulatedModel(
              Input.NOTHING, 0, (around, joined) -> new SimulatedTableRfSource(table, around));
      case GAUGE ->
          new SimulatedModel(
              Input.NOTHING, 0, (around, joined) -> new SimulatedTableGauge(table, around));
      case VOLTMETER ->
          new SimulatedModel(
              Input.VOLTAGE,
              1,
              (around, joined) ->
                  new SimulatedTableVoltmeter(table, around, joined.voltages().apply(1)));
      case POWER_METER ->
          new SimulatedModel(
              Input.POWER,
              1,
              (around, joined) -> new SimulatedTablePowerMeter(table, around, joined.power()));
      default ->
          new SimulatedModel(
              Input.NOTHING,
              0,
              (around, joined) -> new SimulatedTableSource(table, around, joined.loads().apply(1)));
    };
  }

  /** Every model that can be simulated, in the order of the table. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(TABLE.keySet());
  }

  /** A new instrument of this model, switched on a moment ago, joined to what a bench has. */
  public SimulatedInstrument make(Surroundings surroundings, Connections connections) {
    return maker.apply(surroundings, connections);
  }

  /** How many voltages it can measure side by side, as a voltmeter or a lock-in. */
  public int voltageInputs() {
    return input == Input.VOLTAGE || input == Input.HARMONIC ? inputs : 0;
  }

  /** Whether it measures the voltage at its own outputs, as a source meter does. */
  public boolean readsTerminals() {
    return input == Input.TERMINALS;
  }

  /** Whether it has an output that can drive the pulse inputs of RF sources, as a lock-in has. */
  public boolean drivesPulseInputs() {
    return input == Input.HARMONIC;
  }

  /** Whether it shows spectra. */
  public boolean hasSpectrumInput() {
    return input == Input.SPECTRUM;
  }

  /** Whether it measures RF power. */
  public boolean hasPowerInput() {
    return input == Input.POWER;
  }

  /** Whether it measures a magnetic field. */
  boolean hasFieldInput() {
    return input == Input.FIELD;
  }

  private static void add(
      String name,
      Input input,
      int inputs,
      BiFunction<Surroundings, Connections, SimulatedInstrument> maker) {
    TABLE.put(name, new SimulatedModel(input, inputs, maker));
  }

  private static void rfSource(String name, Function<Surroundings, SimulatedInstrument> maker) {
    add(name, Input.NOTHING, 0, (around, joined) -> maker.apply(around));
  }

  /** A source with one output, which feels its load. */
  private static void dcSource(
      String name, BiFunction<Surroundings, TerminalLoad, SimulatedInstrument> maker) {
    add(name, Input.NOTHING, 0, (around, joined) -> maker.apply(around, joined.loads().apply(1)));
  }

  /** A source meter with one output. */
  private static void sourceMeter(
      String name, BiFunction<Surroundings, TerminalLoad, SimulatedInstrument> maker) {
    sourceMeters(name, (around, loads) -> maker.apply(around, loads.apply(1)));
  }

  /** A source meter with several outputs, each of which feels its load. */
  private static void sourceMeters(
      String name, BiFunction<Surroundings, IntFunction<TerminalLoad>, SimulatedInstrument> maker) {
    add(name, Input.TERMINALS, 0, (around, joined) -> maker.apply(around, joined.loads()));
  }

  private static void voltmeter(
      String name,
      int inputs,
      BiFunction<Surroundings, IntFunction<VoltageInput>, SimulatedInstrument> maker) {
    add(name, Input.VOLTAGE, inputs, (around, joined) -> maker.apply(around, joined.voltages()));
  }

  private static void analyzer(
      String name, BiFunction<Surroundings, SpectrumInput, SimulatedInstrument> maker) {
    add(name, Input.SPECTRUM, 1, (around, joined) -> maker.apply(around, joined.spectrum()));
  }

  /** A lock-in amplifier with one input, whose synchronous output drives the pulse inputs. */
  private static void lockIn(
      String name, BiFunction<Surroundings, VoltageInput, SimulatedInstrument> maker) {
    add(
        name,
        Input.HARMONIC,
        1,
        (around, joined) -> maker.apply(around, joined.voltages().apply(1)));
  }

  private static void powerMeter(
      String name, BiFunction<Surroundings, PowerInput, SimulatedInstrument> maker) {
    add(name, Input.POWER, 1, (around, joined) -> maker.apply(around, joined.power()));
  }
}
