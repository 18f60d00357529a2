package org.spinbench.simulator.instrument.sourcemeter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.sourcemeter.NamedBuffers.Buffer;
import org.spinbench.simulator.instrument.sourcemeter.NamedBuffers.Row;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keithley 2450 or 2461 SourceMeter in its SCPI command set, on a line of 50 Hz (reference
 * manuals 2450-901-01 and 2461-901-01, section 6). The 2461 sources no pulses and does not
 * digitize.
 *
 * <p>The limit belongs to the source: {@code SOURce:CURRent:VLIMit} and {@code
 * SOURce:VOLTage:ILIMit}; a meter's fixed range limits too. It measures one function at a time. A
 * change of the source's function or of terminals switches the output off. With the output off, a
 * reading measures the terminals as they are.
 *
 * <p>The status of a reading shows the terminals; that of the source shows limiting, four-wire
 * sense and output.
 *
 * <p>These points are unconfirmed: noise of one count of the display at 1 PLC (6½ digits); three
 * integrations for a reading with autozero; settling times; the format of numbers; the error number
 * for too much power.
 */
public final class Simulated2450 implements SimulatedInstrument {
  private static final double OVERFLOW = 9.9e37;

  /** Bits of the status of a reading and of the source (section 8, tables of buffer status). */
  private static final int FRONT = 1 << 3;

  private static final int SOURCE_LIMITED = 1 << 5;
  private static final int FOUR_WIRE = 1 << 6;
  private static final int OUTPUT_ON = 1 << 7;

  private static final NumberRange CYCLES = new NumberRange(Quantity.NUMBER, 0.01, 10, 1);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 10_000, 0);
  private static final NumberRange OHMS = new NumberRange(Quantity.RESISTANCE, 0, 2e8, 2);

  /** An empty last parameter is one that is left out: QCoDeS ends TRACe:MAKE with a comma. */
  private static final ScpiVariant DIALECT =
      ScpiVariant.of(Wording.STANDARD).reading(text -> text.replaceFirst(",\\s*$", ""));

  private static final double AUTOMATIC_DELAY = 1e-3;

  /** The settings of each measured function. */
  private record FunctionState(
      Value<Boolean> fourWire, Value<Boolean> autoZero, AveragingFilter filter) {}

  private final Surroundings surroundings;
  private final SourceMeasureUnit unit;
  private final FrontPanel panel;
  private final Map<MeasureFunction, FunctionState> functions = new LinkedHashMap<>();
  private final CommandTree tree = new CommandTree(Replies::plain);
  private final PresetSettings settings = new PresetSettings(tree);
  private final NamedBuffers buffers = new NamedBuffers(settings);
  private final LoadedTriggerModel trigger;
  private final Value<Boolean> voltageReadBack = settings.flag("SOURce#:VOLTage:READ:BACK", true);
  private final Value<Boolean> currentReadBack = settings.flag("SOURce#:CURRent:READ:BACK", true);
  private final Value<Boolean> ohmsAuto = settings.flag("[:SENSe#]:RESistance:RANGe:AUTO", true);
  private final Value<Integer> count = settings.integer("[:SENSe#]:COUNt", 1, 300_000, 1);
  private final SenseMath math;
  private final ConfigurationLists sourceLists;
  private final ConfigurationLists senseLists;
  private MeasureFunction measured;
  private double ohmsRange;
  private double delay;
  private boolean delayAuto;
  private String terminals;
  private long timeZero;

  /** A 2450 that is off, with this load. */
  public Simulated2450(Surroundings surroundings, TerminalLoad load) {
    this(Limits2450.M2450, surroundings, load);
  }

  /** A model of the series that is off, with this load. */
  public Simulated2450(Limits2450 model, Surroundings surroundings, TerminalLoad load) {
    this.surroundings = surroundings;
    unit = new SourceMeasureUnit(surroundings.andThen(this::overlap), load, model.unit());
    trigger =
        new LoadedTriggerModel(
            unit,
            buffers,
            this::row,
            () -> delayAuto ? AUTOMATIC_DELAY : delay,
            seconds -> panel().await(now() + Math.round(1e9 * seconds)),
            this::panel,
            this::configuration);
    declareSource();
    declareSense();
    declareReadings();
    buffers.declare(tree);
    trigger.declare(tree);
    declareSystem();
    math = new SenseMath(tree, settings.table("2450"), this::measure);
    sourceLists = new ConfigurationLists(tree, "SOURce#", this::savedSource);
    senseLists = new ConfigurationLists(tree, "[:SENSe#]", this::savedSense);
    SourceMeasureCommands.stored(tree, unit);
    setPresets();
    panel = surroundings.frontPanel(model.identity(), DIALECT, 30, tree, this::reset);
    panel.addMemory(0, 4);
  }

  private void overlap() {
    panel.overlap(unit.settled());
  }

  private void declareSource() {
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, Replies::plain, List.of(unit), true);
    common.output("OUTPut#[:STATe]", "SOURce#:FUNCtion[:MODE]");
    common.source("SOURce#:VOLTage", SourceMeasureUnit::voltage);
    common.source("SOURce#:CURRent", SourceMeasureUnit::current);
    common.limit(
        "SOURce#:CURRent:VLIMit[:LEVel]",
        "SOURce#:CURRent:VLIMit[:LEVel]:TRIPped",
        SourceMeasureUnit::voltage);
    common.limit(
        "SOURce#:VOLTage:ILIMit[:LEVel]",
        "SOURce#:VOLTage:ILIMit[:LEVel]:TRIPped",
        SourceMeasureUnit::current);
    for (String quantity : List.of("VOLTage", "CURRent")) {
      String source = "SOURce#:" + quantity;
      tree.number(source + ":DELay", DELAY, () -> delay, this::setDelay);
      tree.flag(source + ":DELay:AUTO", () -> delayAuto, state -> delayAuto = state);
    }
    settings.choice("OUTPut#:VOLTage:SMODe", "NORMal|HIMPedance|ZERO|GUARd", "NORM");
    settings.choice("OUTPut#:CURRent:SMODe", "NORMal|HIMPedance|ZERO|GUARd", "NORM");
    tree.choice("ROUTe:TERMinals", Choice.of("FRONt|REAR"), () -> terminals, this::setTerminals);
  }

  private void declareSense() {
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, Replies::plain, List.of(unit), true);
    declareFunction("[:SENSe#]:VOLTage[:DC]", MeasureFunction.VOLT);
    declareFunction("[:SENSe#]:CURRent[:DC]", MeasureFunction.CURR);
    declareFunction("[:SENSe#]:RESistance", MeasureFunction.RES);
    common.meter("[:SENSe#]:VOLTage[:DC]", SourceMeasureUnit::voltage);
    common.meter("[:SENSe#]:CURRent[:DC]", SourceMeasureUnit::current);
    common.integration("[:SENSe#]:VOLTage[:DC]:NPLCycles", CYCLES, SourceMeasureUnit::voltage);
    common.integration("[:SENSe#]:CURRent[:DC]:NPLCycles", CYCLES, SourceMeasureUnit::current);
    common.integration("[:SENSe#]:RESistance:NPLCycles", CYCLES, SourceMeasureUnit::voltage);
    tree.number("[:SENSe#]:RESistance:RANGe[:UPPer]", OHMS, () -> ohmsRange, this::setOhmsRange);
    tree.command(
        "[:SENSe#]:FUNCtion[:ON]", 1, 1, c -> measured = MeasureFunction.named(c.quoted()));
    tree.query("[:SENSe#]:FUNCtion[:ON]", () -> Replies.quoted(measured.answer()));
    tree.event("[:SENSe#]:AZERo:ONCE", () -> panel.await(now() + unit.readingTime(true, false)));
  }

  private void declareFunction(String sense, MeasureFunction function) {
    functions.put(
        function,
        new FunctionState(
            settings.flag(sense + ":RSENse", false),
            settings.flag(sense + ":AZERo[:STATe]", true),
            new AveragingFilter(tree, sense + ":AVERage")));
  }

  private void declareReadings() {
    tree.query("READ", 0, 14, this::read);
    tree.query("FETCh", 0, 14, call -> buffers.latest(call, buffer -> {}));
    tree.query("MEASure", 0, 14, this::read);
    tree.command("TRACe:TRIGger", 0, 1, call -> measure(buffers.next(call)));
    for (MeasureFunction function : MeasureFunction.values()) {
      tree.query(
          "MEASure:" + function.node(),
          0,
          14,
          call -> {
            measured = function;
            return read(call);
          });
    }
  }

  private void declareSystem() {
    tree.choice("*LANG", Choice.of("SCPI|TSP|SCPI2400"), () -> "SCPI", Simulated2450::setLanguage);
    tree.query("SYSTem:LFRequency", () -> "50");
    tree.event("SYSTem:CLEar", () -> panel.clearErrors());
  }

  /** Accepts a language, which would apply after the next power cycle. */
  private static void setLanguage(String language) {
    if (!language.equals("SCPI")) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  private void setPresets() {
    settings.preset();
    functions.values().forEach(function -> function.filter.preset());
    buffers.preset();
    trigger.preset();
    math.preset();
    sourceLists.preset();
    senseLists.preset();
    measured = MeasureFunction.CURR;
    ohmsRange = OHMS.preset();
    delay = 0;
    delayAuto = true;
    terminals = "FRON";
    timeZero = now();
  }

  private void reset() {
    setPresets();
    unit.reset();
  }

  private long now() {
    return surroundings.clock().nanos();
  }

  private void setDelay(double seconds) {
    delay = seconds;
    delayAuto = false;
  }

  private void setTerminals(String word) {
    if (!word.equals(terminals)) {
      unit.setOn(false);
      terminals = word;
    }
  }

  private void setOhmsRange(double ohms) {
    ohmsRange = ohms;
    ohmsAuto.set(false);
  }

  /** Takes as many readings as SENSe:COUNt says, and answers the last one. */
  private String read(Call call) {
    return buffers.latest(call, this::measure);
  }

  /** A reading of a function, without offset and math. */
  private double measure(MeasureFunction function) {
    long start = now();
    long time = unit.readingTime(true, true);
    panel.await(start + time);
    return function.of(unit.read(start, start + time));
  }

  /** The settings that a configuration list of the source saves. */
  private List<Runnable> configuration(String name) {
    List<Runnable> ofSource = sourceLists.points(name);
    return ofSource == null ? senseLists.points(name) : ofSource;
  }

  private Runnable savedSource() {
    Side side = unit.sourced();
    Side limited = unit.limited();
    double level = side.level();
    double range = side.sourceRange();
    boolean auto = side.sourceAuto();
    double limit = limited.limit();
    boolean current = unit.sourcesCurrent();
    return () -> {
      if (unit.sourcesCurrent() != current) {
        unit.setFunction(current);
      }
      unit.setLimit(limited, limit);
      if (auto) {
        unit.setSourceAuto(side, true);
      } else {
        unit.setSourceRange(side, range);
      }
      unit.setLevel(side, level);
    };
  }

  /** The settings that a configuration list of the measurement saves. */
  private Runnable savedSense() {
    MeasureFunction function = measured;
    int readings = count.get();
    double voltageCycles = unit.voltage().cycles();
    double currentCycles = unit.current().cycles();
    return () -> {
      measured = function;
      count.set(readings);
      unit.voltage().setCycles(voltageCycles);
      unit.current().setCycles(currentCycles);
    };
  }

  private void measure(Buffer buffer) {
    trigger.requireIdle();
    for (int k = 0; k < count.get(); k++) {
      buffer.add(row());
    }
  }

  private Row row() {
    FunctionState function = functions.get(measured);
    boolean ohms = measured == MeasureFunction.RES;
    unit.setAutoZero(function.autoZero.get());
    long time =
        unit.readingTime(
            ohms || measured == MeasureFunction.VOLT, measured == MeasureFunction.CURR);
    Reading reading =
        function.filter.read(
            now(),
            from -> {
              panel.await(from + time);
              return unit.read(from, from + time);
            });
    double mean = measured.of(reading);
    double shown =
        Double.isFinite(mean) ? math.apply(measured, mean) : Math.copySign(OVERFLOW, mean);
    return new Row(
        shown,
        source(reading),
        (reading.nanos() - timeZero) * 1e-9,
        unitOf(measured),
        terminals.equals("FRON") ? FRONT : 0,
        unit.sourcesCurrent() ? "A" : "V",
        sourceStatus(function, reading));
  }

  private int sourceStatus(FunctionState function, Reading reading) {
    return (reading.limited() || reading.rangeLimited() ? SOURCE_LIMITED : 0)
        | (function.fourWire.get() ? FOUR_WIRE : 0)
        | (unit.on() ? OUTPUT_ON : 0);
  }

  private static String unitOf(MeasureFunction function) {
    return switch (function) {
      case VOLT -> "V";
      case CURR -> "A";
      case RES -> "Ohm";
    };
  }

  /** The source's value, measured or set. */
  private double source(Reading reading) {
    if (unit.sourcesCurrent()) {
      return currentReadBack.get() ? reading.amperes() : reading.level();
    }
    return voltageReadBack.get() ? reading.volts() : reading.level();
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(unit);
  }

  @Override
  public boolean energised() {
    return unit.energised();
  }
}
