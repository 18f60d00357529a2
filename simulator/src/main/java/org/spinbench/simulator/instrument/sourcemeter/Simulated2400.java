package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.EventRegister;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keithley 2400 SourceMeter on a line of 50 Hz (2400 Series user's manual 2400S-900-01, section
 * 18 and appendix B).
 *
 * <p>Compliance belongs to the measured quantity ({@code SENSe:...:PROTection}). A fixed range of
 * its meter limits it too, which is range compliance. The source's range is the range of its own
 * meter: that one is refused with +823. READ? with the output off is +803, unless the output goes
 * on and off by itself (SOURce:CLEar:AUTO). MEASure? and CONFigure switch the output on. A change
 * of function or of terminals switches it off. The answer's elements come in the order V, I, R,
 * time, status whatever order was asked.
 *
 * <p>Noise is taken as one count of the display at 1 PLC (5½ digits), a reading with autozero as
 * three integrations; both are unconfirmed, as are settling times, the level that a range drops,
 * and where the output rests after a sweep: here at the level that was set. Automatic ohms measures
 * with the source as it is set.
 */
public final class Simulated2400 implements SimulatedInstrument {
  private static final String IDENTITY =
      "KEITHLEY INSTRUMENTS INC.,MODEL 2400,1304207,C31   May 28 2010 10:34:39/A02  /R/J";
  private static final double NOT_A_NUMBER = 9.91e37;
  private static final int MOST_READINGS = 2500;
  private static final int BUFFER_FULL = 1 << 9;

  /** Bit of the status word for a measured voltage; current and resistance are the next two. */
  private static final int VOLTS_MEASURED = 11;

  private static final int FRONT_TERMINALS = 1 << 2;

  private static final DeviceError OUTPUT_OFF =
      DeviceError.device(803, "Not permitted with OUTPUT off");
  private static final DeviceError TOO_SMALL = DeviceError.device(822, "Too small for sense range");
  private static final DeviceError READ_BACK =
      DeviceError.device(823, "Invalid with source read-back on");
  private static final DeviceError COMPLIANCE_RANGE =
      DeviceError.device(824, "Cannot exceed compliance range");
  private static final DeviceError POWER_LIMIT =
      DeviceError.device(826, "Attempt to exceed power limit");

  /** Name, step and noise: programming resolution and default resolution of the data sheet. */
  private static final Scale VOLTAGE =
      new Scale(
          Quantity.VOLTAGE,
          List.of(
              new Range(0.2, 5e-6, 1e-6, 1e-4),
              new Range(2, 50e-6, 10e-6, 1e-4),
              new Range(20, 500e-6, 100e-6, 1e-4),
              new Range(200, 5e-3, 1e-3, 1e-4)),
          1.05,
          210,
          1.055,
          0.2e-3,
          21);

  private static final Scale CURRENT =
      new Scale(
          Quantity.CURRENT,
          List.of(
              new Range(1e-6, 50e-12, 10e-12, 3e-3),
              new Range(10e-6, 500e-12, 100e-12, 5e-4),
              new Range(100e-6, 5e-9, 1e-9, 2e-4),
              new Range(1e-3, 50e-9, 10e-9, 1e-4),
              new Range(10e-3, 500e-9, 100e-9, 1e-4),
              new Range(100e-3, 5e-6, 1e-6, 1e-4),
              new Range(1, 50e-6, 10e-6, 1e-4)),
          1.05,
          1.05,
          1.055,
          1e-9,
          105e-6);

  private static final SourceMeasureUnit.Model MODEL =
      new SourceMeasureUnit.Model(
          VOLTAGE,
          CURRENT,
          List.of(new Power(21, 1.05), new Power(210, 0.105)),
          POWER_LIMIT,
          3,
          true);

  private static final NumberRange CYCLES = new NumberRange(Quantity.NUMBER, 0.01, 10, 1);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 999.9999, 0);
  private static final NumberRange TIMER = new NumberRange(Quantity.TIME, 1e-3, 99_999.99, 0.1);
  private static final NumberRange OHMS = new NumberRange(Quantity.RESISTANCE, 0, 2.1e8, 2.1e5);
  private static final double AUTOMATIC_DELAY = 1e-3;

  /** What a reading is answered with, in the order of the answer. */
  private enum Element {
    VOLT,
    CURR,
    RES,
    TIME,
    STAT
  }

  /** One reading as it is answered. */
  private record Row(double volts, double amperes, double ohms, double time, double status) {
    double of(Element element) {
      return switch (element) {
        case VOLT -> volts;
        case CURR -> amperes;
        case RES -> ohms;
        case TIME -> time;
        case STAT -> status;
      };
    }
  }

  private final Surroundings surroundings;
  private final SourceMeasureUnit unit;
  private final FrontPanel panel;
  private final EventRegister measurement;
  private final Set<MeasureFunction> functions = EnumSet.noneOf(MeasureFunction.class);
  private final Set<Element> elements = EnumSet.noneOf(Element.class);
  private final Staircase voltages = new Staircase(MOST_READINGS);
  private final Staircase currents = new Staircase(MOST_READINGS);
  private final List<Row> latest = new ArrayList<>();
  private final List<Row> buffer = new ArrayList<>();

  private boolean concurrent;
  private boolean clearAuto;
  private boolean fourWire;
  private boolean manualOhms;
  private double ohmsRange;
  private boolean ohmsAuto;
  private boolean averaging;
  private String averageType;
  private int averageCount;
  private final ConversionStack stack = new ConversionStack(true);
  private double delay;
  private boolean delayAuto;
  private String voltageMode;
  private String currentMode;
  private String sweepRanging;
  private String sweepSpacing;
  private String sweepDirection;
  private String offMode;
  private String terminals;
  private String armSource;
  private String triggerSource;
  private int armCount;
  private int triggerCount;
  private double triggerDelay;
  private double timer;
  private int armLine;
  private int inputLine;
  private int outputLine;
  private String outputEvent;
  private boolean armed;
  private int bufferSize;
  private boolean feeding;
  private String statistic;
  private boolean display;
  private long timeZero;

  /** A 2400 that is off, with this load at its terminals. */
  public Simulated2400(Surroundings surroundings, TerminalLoad load) {
    this.surroundings = surroundings;
    unit = new SourceMeasureUnit(surroundings.andThen(this::overlap), load, MODEL);
    setPresets();
    CommandTree tree = new CommandTree(Simulated2400::number);
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, Simulated2400::number, List.of(unit), true);
    common.output("OUTPut#[:STATe]", "SOURce#:FUNCtion[:MODE]");
    common.source("SOURce#:VOLTage", SourceMeasureUnit::voltage);
    common.source("SOURce#:CURRent", SourceMeasureUnit::current);
    declareLevels(tree, "VOLTage", unit.voltage(), voltages);
    declareLevels(tree, "CURRent", unit.current(), currents);
    declareOutput(tree);
    declareSweep(tree);
    declareSense(tree, "VOLTage[:DC]", unit.voltage());
    declareSense(tree, "CURRent[:DC]", unit.current());
    declareFunctions(tree);
    declareTrigger(tree);
    declareReadings(tree);
    declareBuffer(tree);
    declareSystem(tree);
    panel =
        new FrontPanel(
            surroundings.identity(IDENTITY),
            Wording.STANDARD,
            10,
            surroundings.clock(),
            tree,
            this::reset);
    panel.onClear(() -> armed = false);
    measurement = panel.addMeasurementStatus();
  }

  private void overlap() {
    panel.overlap(unit.settled());
  }

  private void declareLevels(CommandTree tree, String quantity, Side side, Staircase staircase) {
    String source = "SOURce#:" + quantity;
    tree.number(source + ":STARt", side::ranges, staircase::start, staircase::setStart);
    tree.number(source + ":STOP", side::ranges, staircase::stop, staircase::setStop);
    tree.number(source + ":STEP", side::ranges, staircase::step, staircase::setStep);
    String list = "SOURce#:LIST:" + quantity;
    tree.command(list, 1, 100, call -> staircase.setList(levels(call, side)));
    tree.query(list, () -> joined(staircase.list()));
    tree.query(list + ":POINts", () -> Integer.toString(staircase.list().size()));
  }

  private static List<Double> levels(Call call, Side side) {
    List<Double> levels = new ArrayList<>();
    while (call.more()) {
      levels.add(call.number(side.ranges()));
    }
    return levels;
  }

  private static String joined(List<Double> values) {
    StringJoiner joiner = new StringJoiner(",");
    values.forEach(value -> joiner.add(number(value)));
    return joiner.toString();
  }

  private void declareOutput(CommandTree tree) {
    tree.flag("SOURce#:CLEar:AUTO", () -> clearAuto, state -> clearAuto = state);
    tree.event("SOURce#:CLEar[:IMMediate]", () -> unit.setOn(false));
    tree.number("SOURce#:DELay", DELAY, () -> delay, this::setDelay);
    tree.flag("SOURce#:DELay:AUTO", () -> delayAuto, state -> delayAuto = state);
    tree.choice(
        "OUTPut#:SMODe",
        Choice.of("HIMPedance|NORMal|ZERO|GUARd"),
        () -> offMode,
        word -> offMode = word);
    tree.choice("ROUTe:TERMinals", Choice.of("FRONt|REAR"), () -> terminals, this::setTerminals);
  }

  private void declareSweep(CommandTree tree) {
    Choice mode = Choice.of("FIXed|SWEep|LIST");
    tree.choice("SOURce#:VOLTage:MODE", mode, () -> voltageMode, word -> voltageMode = word);
    tree.choice("SOURce#:CURRent:MODE", mode, () -> currentMode, word -> currentMode = word);
    tree.choice(
        "SOURce#:SWEep:RANGing",
        Choice.of("BEST|AUTO|FIXed"),
        () -> sweepRanging,
        word -> sweepRanging = word);
    tree.choice(
        "SOURce#:SWEep:SPACing",
        Choice.of("LINear|LOGarithmic"),
        () -> sweepSpacing,
        word -> sweepSpacing = word);
    tree.choice(
        "SOURce#:SWEep:DIRection",
        Choice.of("UP|DOWn"),
        () -> sweepDirection,
        word -> sweepDirection = word);
    tree.integer(
        "SOURce#:SWEep:POINts",
        1,
        MOST_READINGS,
        () -> staircase().points(),
        points -> staircase().setPoints((int) points));
  }

  private void declareSense(CommandTree tree, String quantity, Side side) {
    String sense = "[:SENSe#]:" + quantity;
    tree.number(
        sense + ":PROTection[:LEVel]", side::limits, side::limit, limit -> setLimit(side, limit));
    tree.query(
        sense + ":PROTection:TRIPped",
        () -> Replies.flag(side == unit.limited() && unit.inCompliance()));
    tree.number(
        sense + ":RANGe[:UPPer]",
        side::ranges,
        side::meterRange,
        range -> setMeterRange(side, range));
    tree.flag(sense + ":RANGe:AUTO", side::meterAuto, auto -> setMeterAuto(side, auto));
    tree.number(sense + ":NPLCycles", CYCLES, side::cycles, this::setCycles);
  }

  private void declareFunctions(CommandTree tree) {
    tree.command("[:SENSe#]:FUNCtion[:ON]", 1, 3, this::enable);
    tree.query("[:SENSe#]:FUNCtion[:ON]", this::answerFunctions);
    tree.event(
        "[:SENSe#]:FUNCtion[:ON]:ALL",
        () -> functions.addAll(EnumSet.allOf(MeasureFunction.class)));
    tree.command("[:SENSe#]:FUNCtion:OFF", 1, 3, call -> functions.removeAll(named(call)));
    tree.event("[:SENSe#]:FUNCtion:OFF:ALL", functions::clear);
    tree.flag("[:SENSe#]:FUNCtion:CONCurrent", () -> concurrent, this::setConcurrent);
    String ohms = "[:SENSe#]:RESistance";
    tree.choice(
        ohms + ":MODE",
        Choice.of("MANual|AUTO"),
        () -> manualOhms ? "MAN" : "AUTO",
        word -> manualOhms = word.equals("MAN"));
    tree.number(ohms + ":NPLCycles", CYCLES, () -> unit.voltage().cycles(), this::setCycles);
    tree.number(ohms + ":RANGe[:UPPer]", OHMS, () -> ohmsRange, this::setOhmsRange);
    tree.flag(ohms + ":RANGe:AUTO", () -> ohmsAuto, auto -> ohmsAuto = auto);
    tree.flag(
        "[:SENSe#]:AVERage[:STATe]", () -> averaging, state -> filter(() -> averaging = state));
    tree.choice(
        "[:SENSe#]:AVERage:TCONtrol",
        Choice.of("REPeat|MOVing"),
        () -> averageType,
        word -> filter(() -> averageType = word));
    tree.integer(
        "[:SENSe#]:AVERage:COUNt",
        1,
        100,
        () -> averageCount,
        n -> filter(() -> averageCount = (int) n));
  }

  private void declareTrigger(CommandTree tree) {
    tree.choice(
        "ARM[:SEQuence#][:LAYer#]:SOURce",
        Choice.of("IMMediate|BUS|TIMer|MANual|TLINk|NSTest|PSTest|BSTest"),
        () -> armSource,
        word -> armSource = word);
    tree.choice(
        "TRIGger[:SEQuence#]:SOURce",
        Choice.of("IMMediate|TLINk"),
        () -> triggerSource,
        word -> triggerSource = word);
    tree.integer(
        "ARM[:SEQuence#][:LAYer#]:COUNt",
        1,
        MOST_READINGS,
        () -> armCount,
        n -> armCount = (int) n);
    tree.integer(
        "TRIGger[:SEQuence#]:COUNt",
        1,
        MOST_READINGS,
        () -> triggerCount,
        n -> triggerCount = (int) n);
    tree.number(
        "TRIGger[:SEQuence#]:DELay", DELAY, () -> triggerDelay, seconds -> triggerDelay = seconds);
    tree.number("ARM[:SEQuence#][:LAYer#]:TIMer", TIMER, () -> timer, s -> timer = s);
    tree.integer("ARM[:SEQuence#][:LAYer#]:ILINe", 1, 4, () -> armLine, n -> armLine = (int) n);
    tree.integer("TRIGger[:SEQuence#]:ILINe", 1, 4, () -> inputLine, n -> inputLine = (int) n);
    tree.integer("TRIGger[:SEQuence#]:OLINe", 1, 4, () -> outputLine, n -> outputLine = (int) n);
    tree.choice(
        "TRIGger[:SEQuence#]:OUTPut",
        Choice.of("NONE|SOURce|DELay|SENSe"),
        () -> outputEvent,
        word -> outputEvent = word);
    tree.event("TRIGger:CLEar", () -> armed = false);
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.event("ABORt", () -> armed = false);
    tree.event("*TRG", this::trigger);
  }

  private void declareReadings(CommandTree tree) {
    tree.command("FORMat:ELEMents[:SENSe#]", 1, Element.values().length, this::setElements);
    tree.query("FORMat:ELEMents[:SENSe#]", this::answerElements);
    tree.choice("FORMat[:DATA]", Choice.of("ASCii"), () -> "ASC", word -> {});
    tree.query("READ", this::read);
    tree.query("FETCh", this::fetch);
    tree.query("[:SENSe#]:DATA[:LATest]", this::fetchLatest);
    for (MeasureFunction function : MeasureFunction.values()) {
      tree.event("CONFigure:" + function.node(), () -> configure(function));
      tree.query(
          "MEASure:" + function.node(),
          () -> {
            configure(function);
            return read();
          });
    }
    tree.query(
        "MEASure",
        () -> {
          unit.setOn(true);
          return read();
        });
    tree.query("CONFigure", this::answerFunctions);
  }

  private void declareBuffer(CommandTree tree) {
    tree.event("TRACe|DATA:CLEar", this::clearBuffer);
    tree.integer("TRACe|DATA:POINts", 1, MOST_READINGS, () -> bufferSize, n -> setBuffer((int) n));
    tree.query("TRACe|DATA:POINts:ACTual", () -> Integer.toString(buffer.size()));
    tree.choice("TRACe|DATA:FEED", Choice.of("SENSe|SENSE1|SENS1"), () -> "SENS", word -> {});
    tree.choice(
        "TRACe|DATA:FEED:CONTrol",
        Choice.of("NEXT|NEVer"),
        () -> feeding ? "NEXT" : "NEV",
        word -> feed(word.equals("NEXT")));
    tree.query("TRACe|DATA:DATA", () -> answer(buffer));
    tree.choice(
        "CALC3|CALCULATE3:FORMat",
        Choice.of("MEAN|SDEViation|MAXimum|MINimum|PKPK"),
        () -> statistic,
        word -> statistic = word);
    tree.query("CALC3|CALCULATE3:DATA", this::answerStatistic);
  }

  private void declareSystem(CommandTree tree) {
    tree.flag("SYSTem:RSENse", () -> fourWire, state -> fourWire = state);
    tree.command("SYSTem:AZERo[:STATe]", 1, 1, this::setAutoZero);
    tree.query("SYSTem:AZERo[:STATe]", () -> Replies.flag(unit.autoZero()));
    tree.query("SYSTem:LFRequency", () -> "50");
    tree.query("SYSTem:LFRequency:AUTO", () -> "1");
    tree.event("SYSTem:TIME:RESet", () -> timeZero = surroundings.clock().nanos());
    tree.command("SYSTem:BEEPer[:IMMediate]", 2, 2, Simulated2400::beep);
    tree.event("SYSTem:PRESet", this::reset);
    tree.flag("DISPlay:ENABle", () -> display, state -> display = state);
    tree.event("STATus:QUEue:CLEar", () -> panel.clearErrors());
  }

  private static void beep(Call call) {
    call.number(new NumberRange(Quantity.FREQUENCY, 65, 2e6, 65));
    call.number(new NumberRange(Quantity.TIME, 0, 7.9, 0));
  }

  private void setPresets() {
    functions.clear();
    functions.add(MeasureFunction.CURR);
    elements.addAll(EnumSet.allOf(Element.class));
    concurrent = true;
    clearAuto = false;
    fourWire = false;
    manualOhms = false;
    ohmsRange = OHMS.preset();
    ohmsAuto = true;
    averaging = false;
    averageType = "REP";
    averageCount = 10;
    stack.clear();
    delay = 0;
    delayAuto = true;
    voltageMode = "FIX";
    currentMode = "FIX";
    sweepRanging = "BEST";
    sweepSpacing = "LIN";
    sweepDirection = "UP";
    offMode = "NORM";
    terminals = "FRON";
    armSource = "IMM";
    triggerSource = "IMM";
    armCount = 1;
    triggerCount = 1;
    triggerDelay = 0;
    timer = TIMER.preset();
    armLine = 1;
    inputLine = 1;
    outputLine = 2;
    outputEvent = "NONE";
    armed = false;
    latest.clear();
    bufferSize = 100;
    feeding = false;
    buffer.clear();
    statistic = "MEAN";
    display = true;
  }

  private void reset() {
    setPresets();
    unit.reset();
    measurement.condition(0);
  }

  /** NR3 of seven digits, as this model answers numbers. */
  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  private Staircase staircase() {
    return unit.sourcesCurrent() ? currents : voltages;
  }

  /** A limit may not be less than a thousandth of its meter's fixed range. */
  private void setLimit(Side side, double limit) {
    if (!side.meterAuto() && side != unit.sourced() && limit < 1e-3 * side.meterRange()) {
      throw new CommandException(TOO_SMALL);
    }
    unit.setLimit(side, limit);
  }

  private void setMeterRange(Side side, double range) {
    requireMeasured(side);
    if (side.named(range) > side.named(side.limit())) {
      throw new CommandException(COMPLIANCE_RANGE);
    }
    unit.setMeterRange(side, range);
  }

  private void setMeterAuto(Side side, boolean auto) {
    if (auto) {
      requireMeasured(side);
    }
    unit.setMeterAuto(side, auto);
  }

  private void requireMeasured(Side side) {
    if (side == unit.sourced()) {
      throw new CommandException(READ_BACK);
    }
  }

  /** There is one integration time for all functions. */
  private void setCycles(double cycles) {
    unit.voltage().setCycles(cycles);
    unit.current().setCycles(cycles);
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
    ohmsAuto = false;
  }

  /** ON, OFF, a number, or ONCE, which changes nothing. */
  private void setAutoZero(Call call) {
    if (!call.wordNext()) {
      unit.setAutoZero(call.flag());
      return;
    }
    String word = call.choice(Choice.of("ON|OFF|ONCE"));
    if (!word.equals("ONCE")) {
      unit.setAutoZero(word.equals("ON"));
    }
  }

  private static Set<MeasureFunction> named(Call call) {
    Set<MeasureFunction> named = EnumSet.noneOf(MeasureFunction.class);
    while (call.more()) {
      named.add(MeasureFunction.named(call.quoted()));
    }
    return named;
  }

  private void enable(Call call) {
    Set<MeasureFunction> named = named(call);
    if (!concurrent) {
      if (named.size() > 1) {
        throw new CommandException(StandardError.SETTINGS_CONFLICT);
      }
      functions.clear();
    }
    functions.addAll(named);
  }

  /** Without concurrent measurements voltage is measured. */
  private void setConcurrent(boolean state) {
    concurrent = state;
    if (!state) {
      functions.clear();
      functions.add(MeasureFunction.VOLT);
    }
  }

  private String answerFunctions() {
    StringJoiner names = new StringJoiner(",");
    names.setEmptyValue("\"\"");
    functions.forEach(function -> names.add(Replies.quoted(function.answer())));
    return names.toString();
  }

  private void setElements(Call call) {
    Choice words = Choice.of("VOLTage|CURRent|RESistance|TIME|STATus");
    Set<Element> asked = EnumSet.noneOf(Element.class);
    while (call.more()) {
      asked.add(Element.valueOf(call.choice(words)));
    }
    elements.clear();
    elements.addAll(asked);
  }

  private String answerElements() {
    StringJoiner names = new StringJoiner(",");
    elements.forEach(element -> names.add(element.name()));
    return names.toString();
  }

  private void configure(MeasureFunction function) {
    armed = false;
    functions.clear();
    functions.add(function);
    armCount = 1;
    triggerCount = 1;
    armSource = "IMM";
    triggerSource = "IMM";
    unit.setOn(true);
  }

  private void initiate() {
    if (!unit.on() && !clearAuto) {
      throw new CommandException(OUTPUT_OFF);
    }
    if (armed) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    if (armCount * triggerCount > MOST_READINGS) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    if (armSource.equals("IMM") && triggerSource.equals("IMM")) {
      acquire();
    } else {
      armed = true;
    }
  }

  private void trigger() {
    if (!armed || !armSource.equals("BUS")) {
      throw new CommandException(StandardError.TRIGGER_IGNORED);
    }
    armed = false;
    acquire();
  }

  /** The bus is held until all readings are there. */
  private void acquire() {
    latest.clear();
    Side side = unit.sourced();
    double resting = side.level();
    List<Double> levels = sweep(side);
    unit.setOn(true);
    for (int k = 0; k < armCount * triggerCount; k++) {
      if (!levels.isEmpty()) {
        unit.setLevel(side, levels.get(k % levels.size()));
      }
      latest.add(row());
    }
    if (!levels.isEmpty()) {
      unit.setLevel(side, resting);
    }
    if (clearAuto) {
      unit.setOn(false);
    }
    if (feeding) {
      latest.stream().limit(bufferSize - buffer.size()).forEach(buffer::add);
      feeding = buffer.size() < bufferSize;
      measurement.condition(feeding ? 0 : BUFFER_FULL);
    }
  }

  /** The levels to go through; none for a fixed level. */
  private List<Double> sweep(Side side) {
    String mode = unit.sourcesCurrent() ? currentMode : voltageMode;
    if (mode.equals("FIX")) {
      return List.of();
    }
    Staircase staircase = staircase();
    staircase.setLogarithmic(sweepSpacing.equals("LOG"));
    staircase.setDown(sweepDirection.equals("DOW"));
    List<Double> levels = mode.equals("LIST") ? staircase.list() : staircase.levels();
    double largest = levels.stream().mapToDouble(Math::abs).max().orElse(0);
    switch (sweepRanging) {
      case "BEST" -> unit.setSourceRange(side, largest);
      case "AUTO" -> unit.setSourceAuto(side, true);
      default -> {
        if (largest > side.levels().max()) {
          throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
        }
      }
    }
    return levels;
  }

  /** Sets the averaging filter, which is empty then. */
  private void filter(Runnable change) {
    change.run();
    stack.clear();
  }

  private Row row() {
    long start =
        surroundings.clock().nanos()
            + Math.round(1e9 * (triggerDelay + (delayAuto ? AUTOMATIC_DELAY : delay)));
    boolean ohms = functions.contains(MeasureFunction.RES);
    boolean volts = ohms || functions.contains(MeasureFunction.VOLT);
    boolean amperes = ohms || functions.contains(MeasureFunction.CURR);
    long time = unit.readingTime(volts, amperes);
    int conversions = averaging ? averageCount : 1;
    Reading reading =
        stack.read(
            conversions,
            averaging && averageType.equals("MOV"),
            start,
            from -> {
              panel.await(from + time);
              return unit.read(from, from + time);
            });
    double sourced = reading.level();
    return new Row(
        element(volts, reading.volts(), unit.sourcesCurrent() ? NOT_A_NUMBER : sourced),
        element(amperes, reading.amperes(), unit.sourcesCurrent() ? sourced : NOT_A_NUMBER),
        element(ohms, reading.volts() / reading.amperes(), NOT_A_NUMBER),
        (reading.nanos() - timeZero) * 1e-9,
        status(reading));
  }

  /** What is measured, or else what is known; both too much and nothing are not-a-number. */
  private static double element(boolean measured, double value, double otherwise) {
    if (!measured) {
      return otherwise;
    }
    return Double.isFinite(value) ? value : NOT_A_NUMBER;
  }

  private int status(Reading reading) {
    int status = reading.over() ? 1 : 0;
    status |= averaging ? 1 << 1 : 0;
    status |= terminals.equals("FRON") ? FRONT_TERMINALS : 0;
    status |= reading.limited() ? 1 << 3 : 0;
    for (MeasureFunction function : functions) {
      status |= 1 << VOLTS_MEASURED + function.ordinal();
    }
    status |= unit.sourcesCurrent() ? 1 << 15 : 1 << 14;
    return status | (reading.rangeLimited() ? 1 << 16 : 0);
  }

  private String read() {
    if (!armSource.equals("IMM") || !triggerSource.equals("IMM")) {
      throw new CommandException(StandardError.TRIGGER_DEADLOCK);
    }
    armed = false;
    initiate();
    return answer(latest);
  }

  private String fetch() {
    if (latest.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return answer(latest);
  }

  private String fetchLatest() {
    fetch();
    return answer(latest.subList(latest.size() - 1, latest.size()));
  }

  private String answer(List<Row> rows) {
    StringJoiner values = new StringJoiner(",");
    for (Row row : rows) {
      for (Element element : elements) {
        values.add(number(row.of(element)));
      }
    }
    return values.toString();
  }

  private void setBuffer(int points) {
    bufferSize = points;
    clearBuffer();
  }

  private void clearBuffer() {
    buffer.clear();
    measurement.condition(0);
  }

  private void feed(boolean next) {
    feeding = next;
    if (next) {
      clearBuffer();
    }
  }

  private String answerStatistic() {
    return number(statistic(Row::volts))
        + ','
        + number(statistic(Row::amperes))
        + ','
        + number(statistic(Row::ohms));
  }

  /** Not-a-number for an element that was not measured, and for an empty buffer. */
  private double statistic(ToDoubleFunction<Row> element) {
    double[] values = buffer.stream().mapToDouble(element).toArray();
    if (values.length == 0 || Statistics.most(values) == NOT_A_NUMBER) {
      return NOT_A_NUMBER;
    }
    return switch (statistic) {
      case "MEAN" -> Statistics.mean(values);
      case "MAX" -> Statistics.most(values);
      case "MIN" -> Statistics.least(values);
      case "PKPK" -> Statistics.most(values) - Statistics.least(values);
      default -> Statistics.deviation(values);
    };
  }

  @Override
  public Endpoint endpoint() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(unit);
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return unit.energised();
  }

  @Override
  public List<String> queuedErrors() {
    return panel.queuedErrors();
  }
}
