package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keithley 2450 SourceMeter in its SCPI command set, on a line of 50 Hz (2450 reference manual
 * 2450-901-01, section 6).
 *
 * <p>The limit belongs to the source: {@code SOURce:CURRent:VLIMit} and {@code
 * SOURce:VOLTage:ILIMit}; a meter's fixed range limits too. One function is measured at a time. A
 * change of the source's function or of terminals switches the output off. With the output off a
 * reading is taken of the terminals as they are.
 *
 * <p>Levels of a list make up a source configuration list, which trigger blocks recall. The status
 * of a reading tells the terminals, that of the source whether it was limited, four-wire sense and
 * output.
 *
 * <p>Noise is taken as one count of the display at 1 PLC (6½ digits), a reading with autozero as
 * three integrations; both are unconfirmed, as are settling times, the form of the answers' numbers
 * and the number of the error for too much power. A trigger model is run to its end before INITiate
 * is done.
 */
public final class Simulated2450 implements SimulatedInstrument {
  private static final String IDENTITY = "KEITHLEY INSTRUMENTS,MODEL 2450,02613340,1.7.12b";
  private static final double OVERFLOW = 9.9e37;
  private static final int MOST_POINTS = 1_000_000;
  private static final int LARGEST_BUFFER = 6_875_000;
  private static final String USUAL_BUFFER = "defbuffer1";
  private static final int MOST_BUFFERS = 20;
  private static final int LONGEST_PART = 100;
  private static final int LONGEST_LIST = 2500;

  /** Bits of the status of a reading and of the source (section 8, tables of buffer status). */
  private static final int FRONT = 1 << 3;

  private static final int SOURCE_LIMITED = 1 << 5;
  private static final int FOUR_WIRE = 1 << 6;
  private static final int OUTPUT_ON = 1 << 7;

  private static final Scale VOLTAGE =
      new Scale(
          Quantity.VOLTAGE,
          List.of(
              new Range(20e-3, 500e-9, 10e-9, 2e-4),
              new Range(200e-3, 5e-6, 100e-9, 2e-4),
              new Range(2, 50e-6, 1e-6, 2e-4),
              new Range(20, 500e-6, 10e-6, 2e-4),
              new Range(200, 5e-3, 100e-6, 5e-4)),
          1.05,
          210,
          1.05,
          0.02,
          21);

  private static final Scale CURRENT =
      new Scale(
          Quantity.CURRENT,
          List.of(
              new Range(10e-9, 500e-15, 10e-15, 15e-3),
              new Range(100e-9, 5e-12, 100e-15, 5e-3),
              new Range(1e-6, 50e-12, 1e-12, 5e-4),
              new Range(10e-6, 500e-12, 10e-12, 3e-4),
              new Range(100e-6, 5e-9, 100e-12, 2e-4),
              new Range(1e-3, 50e-9, 1e-9, 2e-4),
              new Range(10e-3, 500e-9, 10e-9, 2e-4),
              new Range(100e-3, 5e-6, 100e-9, 2e-4),
              new Range(1, 50e-6, 1e-6, 2e-4)),
          1.05,
          1.05,
          1.05,
          1e-9,
          105e-6);

  private static final SourceMeasureUnit.Model MODEL =
      new SourceMeasureUnit.Model(
          VOLTAGE,
          CURRENT,
          List.of(new Power(21, 1.05), new Power(210, 0.105)),
          StandardError.SETTINGS_CONFLICT,
          3,
          true);

  private static final NumberRange CYCLES = new NumberRange(Quantity.NUMBER, 0.01, 10, 1);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 10_000, 0);
  private static final NumberRange OHMS = new NumberRange(Quantity.RESISTANCE, 0, 2e8, 2);
  private static final NumberRange LOOP_DELAY = new NumberRange(Quantity.TIME, 0, 167_772, 0);
  private static final double AUTOMATIC_DELAY = 1e-3;

  /** What is set for each measured function. */
  private static final class FunctionState {
    private boolean fourWire;
    private boolean autoZero = true;
    private boolean averaging;
    private String averageType = "REP";
    private int averageCount = 10;
    private final ConversionStack stack = new ConversionStack(true);
  }

  /** One reading in a buffer. */
  private record Row(
      double value,
      double source,
      double seconds,
      String unit,
      int status,
      String sourceUnit,
      int sourceStatus) {}

  private static final class Buffer {
    private final List<Row> rows = new ArrayList<>();
    private int capacity = 100_000;

    private void add(Row row) {
      if (rows.size() >= capacity) {
        rows.remove(0);
      }
      rows.add(row);
    }
  }

  private final Surroundings surroundings;
  private final SourceMeasureUnit unit;
  private final FrontPanel panel;
  private final Map<MeasureFunction, FunctionState> functions = new LinkedHashMap<>();
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private MeasureFunction measured;
  private double ohmsRange;
  private boolean ohmsAuto;
  private int count;
  private double delay;
  private boolean delayAuto;
  private boolean voltageReadBack;
  private boolean currentReadBack;
  private String voltageOff;
  private String currentOff;
  private String terminals;
  private final Map<String, List<Double>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final TriggerBlocks blocks;
  private List<Double> plan = List.of();
  private int loops;
  private double loopDelay;
  private String loopBuffer;
  private long timeZero;

  /** A 2450 that is off, with this load at its terminals. */
  public Simulated2450(Surroundings surroundings, TerminalLoad load) {
    this.surroundings = surroundings;
    unit = new SourceMeasureUnit(surroundings.andThen(this::overlap), load, MODEL);
    blocks = new TriggerBlocks(new Blocks(), this::pause, USUAL_BUFFER);
    setPresets();
    CommandTree tree = new CommandTree(Replies::plain);
    declareSource(tree);
    declareSense(tree);
    declareReadings(tree);
    declareBuffers(tree);
    declareTrigger(tree);
    declareSystem(tree);
    panel =
        new FrontPanel(
            surroundings.identity(IDENTITY),
            Wording.STANDARD,
            30,
            surroundings.clock(),
            tree,
            this::reset);
  }

  private void overlap() {
    panel.overlap(unit.settled());
  }

  private void declareSource(CommandTree tree) {
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
    tree.flag("SOURce#:VOLTage:READ:BACK", () -> voltageReadBack, on -> voltageReadBack = on);
    tree.flag("SOURce#:CURRent:READ:BACK", () -> currentReadBack, on -> currentReadBack = on);
    Choice off = Choice.of("NORMal|HIMPedance|ZERO|GUARd");
    tree.choice("OUTPut#:VOLTage:SMODe", off, () -> voltageOff, word -> voltageOff = word);
    tree.choice("OUTPut#:CURRent:SMODe", off, () -> currentOff, word -> currentOff = word);
    tree.choice("ROUTe:TERMinals", Choice.of("FRONt|REAR"), () -> terminals, this::setTerminals);
    for (String quantity : List.of("VOLTage", "CURRent")) {
      Side side = quantity.equals("VOLTage") ? unit.voltage() : unit.current();
      tree.command(
          "SOURce#:SWEep:" + quantity + ":LINear", 3, 9, call -> loadSweep(call, side, false));
      tree.command(
          "SOURce#:SWEep:" + quantity + ":LOG", 3, 10, call -> loadSweep(call, side, true));
      declareList(tree, quantity, side);
    }
  }

  private void declareList(CommandTree tree, String quantity, Side side) {
    String header = "SOURce#:LIST:" + quantity;
    String list = quantity.equals("VOLTage") ? "VoltCustomSweepList" : "CurrCustomSweepList";
    tree.command(header, 1, LONGEST_PART, call -> setList(list, call, side, List.of()));
    tree.command(
        header + ":APPend",
        1,
        LONGEST_PART,
        call -> setList(list, call, side, lists.getOrDefault(list, List.of())));
    tree.query(header, () -> shown(lists.getOrDefault(list, List.of())));
    tree.command("SOURce#:SWEep:" + quantity + ":LIST", 1, 5, call -> loadList(call, side, list));
  }

  private static String shown(List<Double> levels) {
    StringJoiner joined = new StringJoiner(",");
    levels.forEach(level -> joined.add(reading(level)));
    return joined.toString();
  }

  private void setList(String list, Call call, Side side, List<Double> before) {
    List<Double> levels = new ArrayList<>(before);
    while (call.more()) {
      levels.add(call.number(side.ranges()));
    }
    if (levels.size() > LONGEST_LIST) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    lists.put(list, levels);
  }

  private void declareSense(CommandTree tree) {
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, Replies::plain, List.of(unit), true);
    declareFunction(tree, "[:SENSe#]:VOLTage[:DC]", MeasureFunction.VOLT);
    declareFunction(tree, "[:SENSe#]:CURRent[:DC]", MeasureFunction.CURR);
    declareFunction(tree, "[:SENSe#]:RESistance", MeasureFunction.RES);
    common.meter("[:SENSe#]:VOLTage[:DC]", SourceMeasureUnit::voltage);
    common.meter("[:SENSe#]:CURRent[:DC]", SourceMeasureUnit::current);
    common.integration("[:SENSe#]:VOLTage[:DC]:NPLCycles", CYCLES, SourceMeasureUnit::voltage);
    common.integration("[:SENSe#]:CURRent[:DC]:NPLCycles", CYCLES, SourceMeasureUnit::current);
    common.integration("[:SENSe#]:RESistance:NPLCycles", CYCLES, SourceMeasureUnit::voltage);
    tree.number("[:SENSe#]:RESistance:RANGe[:UPPer]", OHMS, () -> ohmsRange, this::setOhmsRange);
    tree.flag("[:SENSe#]:RESistance:RANGe:AUTO", () -> ohmsAuto, auto -> ohmsAuto = auto);
    tree.command(
        "[:SENSe#]:FUNCtion[:ON]", 1, 1, c -> measured = MeasureFunction.named(c.quoted()));
    tree.query("[:SENSe#]:FUNCtion[:ON]", () -> Replies.quoted(measured.answer()));
    tree.event("[:SENSe#]:AZERo:ONCE", () -> panel.await(now() + unit.readingTime(true, false)));
    tree.integer("[:SENSe#]:COUNt", 1, 300_000, () -> count, readings -> count = (int) readings);
  }

  private void declareFunction(CommandTree tree, String sense, MeasureFunction function) {
    tree.flag(sense + ":RSENse", () -> of(function).fourWire, on -> of(function).fourWire = on);
    tree.flag(
        sense + ":AZERo[:STATe]", () -> of(function).autoZero, on -> of(function).autoZero = on);
    String average = sense + ":AVERage";
    tree.flag(
        average + "[:STATe]",
        () -> of(function).averaging,
        on -> filter(function, state -> state.averaging = on));
    tree.choice(
        average + ":TCONtrol",
        Choice.of("REPeat|MOVing"),
        () -> of(function).averageType,
        word -> filter(function, state -> state.averageType = word));
    tree.integer(
        average + ":COUNt",
        1,
        100,
        () -> of(function).averageCount,
        readings -> filter(function, state -> state.averageCount = (int) readings));
  }

  private void declareReadings(CommandTree tree) {
    tree.query("READ", 0, 14, this::read);
    tree.query("FETCh", 0, 14, this::fetch);
    tree.query("MEASure", 0, 14, this::read);
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
    tree.choice("FORMat[:DATA]", Choice.of("ASCii"), () -> "ASC", word -> {});
  }

  private void declareBuffers(CommandTree tree) {
    tree.command("TRACe:MAKE", 2, 3, this::make);
    tree.command("TRACe:DELete", 1, 1, this::delete);
    tree.command("TRACe:CLEar", 0, 1, call -> buffer(call).rows.clear());
    tree.command("TRACe:POINts", 1, 2, this::setPoints);
    tree.query("TRACe:POINts", 0, 1, call -> Integer.toString(buffer(call).capacity));
    tree.query("TRACe:ACTual", 0, 1, call -> Integer.toString(buffer(call).rows.size()));
    tree.query("TRACe:DATA", 2, 14, this::answerData);
    tree.command("TRACe:TRIGger", 0, 1, call -> measure(buffer(call), count));
    statistic(tree, "AVERage", Statistics::mean);
    statistic(tree, "MAXimum", Statistics::most);
    statistic(tree, "MINimum", Statistics::least);
    statistic(tree, "STDDev", Statistics::deviation);
    tree.command("TRACe:STATistics:CLEar", 0, 1, call -> buffer(call).rows.clear());
  }

  private void statistic(CommandTree tree, String name, ToDoubleFunction<double[]> of) {
    tree.query(
        "TRACe:STATistics:" + name,
        0,
        1,
        call -> {
          double[] values = buffer(call).rows.stream().mapToDouble(Row::value).toArray();
          if (values.length == 0) {
            throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
          }
          return reading(of.applyAsDouble(values));
        });
  }

  private void declareTrigger(CommandTree tree) {
    tree.command("TRIGger:LOAD", 1, 4, this::loadModel);
    blocks.declare(tree);
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.event("ABORt", () -> {});
    tree.event("*TRG", () -> {});
  }

  private void declareSystem(CommandTree tree) {
    tree.choice("*LANG", Choice.of("SCPI|TSP|SCPI2400"), () -> "SCPI", Simulated2450::setLanguage);
    tree.query("SYSTem:LFRequency", () -> "50");
    tree.event("SYSTem:CLEar", () -> panel.clearErrors());
    tree.command("SYSTem:BEEPer[:IMMediate]", 2, 2, Simulated2450::beep);
  }

  /** Another language would be spoken after the next power cycle, which does not come. */
  private static void setLanguage(String language) {
    if (!language.equals("SCPI")) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  private static void beep(Call call) {
    call.number(new NumberRange(Quantity.FREQUENCY, 20, 8000, 20));
    call.number(new NumberRange(Quantity.TIME, 0.001, 100, 0.001));
  }

  private void setPresets() {
    for (MeasureFunction function : MeasureFunction.values()) {
      functions.put(function, new FunctionState());
    }
    buffers.clear();
    buffers.put(USUAL_BUFFER, new Buffer());
    buffers.put("defbuffer2", new Buffer());
    measured = MeasureFunction.CURR;
    ohmsRange = OHMS.preset();
    ohmsAuto = true;
    count = 1;
    delay = 0;
    delayAuto = true;
    voltageReadBack = true;
    currentReadBack = true;
    voltageOff = "NORM";
    currentOff = "NORM";
    terminals = "FRON";
    plan = List.of();
    loops = 0;
    loopDelay = 0;
    loopBuffer = USUAL_BUFFER;
    lists.clear();
    blocks.empty();
    timeZero = now();
  }

  private void reset() {
    setPresets();
    unit.reset();
  }

  private long now() {
    return surroundings.clock().nanos();
  }

  private FunctionState of(MeasureFunction function) {
    return functions.get(function);
  }

  /** Sets the averaging filter of a function, which is empty then. */
  private void filter(MeasureFunction function, Consumer<FunctionState> change) {
    change.accept(of(function));
    of(function).stack.clear();
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

  private Buffer buffer(Call call) {
    return call.more() ? named(call.quoted()) : buffers.get(USUAL_BUFFER);
  }

  private Buffer named(String name) {
    Buffer buffer = buffers.get(name.toLowerCase(Locale.ROOT));
    if (buffer == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return buffer;
  }

  private void make(Call call) {
    String name = call.quoted().toLowerCase(Locale.ROOT);
    int capacity = call.integer(10, LARGEST_BUFFER);
    if (call.more()) {
      call.choice(Choice.of("STANdard|COMPact|FULL|WRITable|FULLWRITable"));
    }
    if (buffers.containsKey(name) || buffers.size() == MOST_BUFFERS) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    Buffer made = new Buffer();
    made.capacity = capacity;
    buffers.put(name, made);
  }

  private void delete(Call call) {
    String name = call.quoted().toLowerCase(Locale.ROOT);
    if (name.startsWith("defbuffer") || buffers.remove(name) == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  private void setPoints(Call call) {
    int capacity = call.integer(1, LARGEST_BUFFER);
    Buffer buffer = buffer(call);
    buffer.capacity = capacity;
    buffer.rows.clear();
  }

  private String answerData(Call call) {
    int first = call.integer(1, LARGEST_BUFFER);
    int last = call.integer(first, LARGEST_BUFFER);
    List<Row> rows = buffer(call).rows;
    if (last > rows.size()) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return answer(rows.subList(first - 1, last), elements(call));
  }

  /**
   * What is answered of a reading, in the order asked for; the reading alone if nothing is said.
   */
  private static List<Function<Row, String>> elements(Call call) {
    Choice words = Choice.of("READing|SOURce|RELative|STATus|UNIT|FORMatted|SOURSTATus|SOURUNIT");
    List<Function<Row, String>> elements = new ArrayList<>();
    while (call.more()) {
      elements.add(
          switch (call.choice(words)) {
            case "SOUR" -> row -> reading(row.source);
            case "REL" -> row -> Replies.plain(row.seconds);
            case "STAT" -> row -> Integer.toString(row.status);
            case "SOURSTAT" -> row -> Integer.toString(row.sourceStatus);
            case "SOURUNIT" -> Row::sourceUnit;
            case "UNIT" -> Row::unit;
            case "FORM" -> row -> reading(row.value) + " " + row.unit;
            default -> row -> reading(row.value);
          });
    }
    return elements.isEmpty() ? List.of(row -> reading(row.value)) : elements;
  }

  private static String answer(List<Row> rows, List<Function<Row, String>> elements) {
    StringJoiner values = new StringJoiner(",");
    for (Row row : rows) {
      elements.forEach(element -> values.add(element.apply(row)));
    }
    return values.toString();
  }

  /** Six decimals, with a sign only when it is negative. */
  private static String reading(double value) {
    String text = Replies.scientific(value, 6, 2);
    return text.startsWith("+") ? text.substring(1) : text;
  }

  /** As many readings as SENSe:COUNt says, of which the last is answered. */
  private String read(Call call) {
    Buffer buffer = buffer(call);
    List<Function<Row, String>> elements = elements(call);
    measure(buffer, count);
    return answer(buffer.rows.subList(buffer.rows.size() - 1, buffer.rows.size()), elements);
  }

  private String fetch(Call call) {
    List<Row> rows = buffer(call).rows;
    List<Function<Row, String>> elements = elements(call);
    if (rows.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return answer(rows.subList(rows.size() - 1, rows.size()), elements);
  }

  private void measure(Buffer buffer, int readings) {
    for (int k = 0; k < readings; k++) {
      buffer.add(row());
    }
  }

  private Row row() {
    FunctionState function = of(measured);
    boolean ohms = measured == MeasureFunction.RES;
    unit.setAutoZero(function.autoZero);
    long time =
        unit.readingTime(
            ohms || measured == MeasureFunction.VOLT, measured == MeasureFunction.CURR);
    int conversions = function.averaging ? function.averageCount : 1;
    Reading reading =
        function.stack.read(
            conversions,
            function.averaging && function.averageType.equals("MOV"),
            now(),
            from -> {
              panel.await(from + time);
              return unit.read(from, from + time);
            });
    double mean = measured.of(reading);
    double shown = Double.isFinite(mean) ? mean : Math.copySign(OVERFLOW, mean);
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
        | (function.fourWire ? FOUR_WIRE : 0)
        | (unit.on() ? OUTPUT_ON : 0);
  }

  private static String unitOf(MeasureFunction function) {
    return switch (function) {
      case VOLT -> "V";
      case CURR -> "A";
      case RES -> "Ohm";
    };
  }

  /** What the source gives as it was measured, or as it was set. */
  private double source(Reading reading) {
    if (unit.sourcesCurrent()) {
      return currentReadBack ? reading.amperes() : reading.level();
    }
    return voltageReadBack ? reading.volts() : reading.level();
  }

  private void loadModel(Call call) {
    String name = call.quoted().toUpperCase(Locale.ROOT);
    blocks.empty();
    if (name.equals("EMPTY")) {
      loops = 0;
      return;
    }
    if (!name.equals("SIMPLELOOP")) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    int readings = call.integer(1, MOST_POINTS);
    double pause = call.more() ? call.number(LOOP_DELAY) : 0;
    loopBuffer = call.more() ? known(call.quoted()) : USUAL_BUFFER;
    loops = readings;
    loopDelay = pause;
    plan = List.of();
  }

  private String known(String buffer) {
    named(buffer);
    return buffer.toLowerCase(Locale.ROOT);
  }

  /** Start, stop, points, delay, count, range type, fail abort, dual, buffer, asymptote. */
  private void loadSweep(Call call, Side side, boolean logarithmic) {
    if (side != unit.sourced()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    Staircase staircase = new Staircase(1);
    staircase.setLogarithmic(logarithmic);
    staircase.setStart(call.number(side.ranges()));
    staircase.setStop(call.number(side.ranges()));
    staircase.setPoints(call.integer(2, MOST_POINTS));
    double pause = call.more() ? call.stepped(LOOP_DELAY, 0, 0) : 0;
    int sweeps = call.more() ? call.integer(1, 1000) : 1;
    String ranging = call.more() ? call.choice(Choice.of("AUTO|BEST|FIXed")) : "BEST";
    if (call.more()) {
      call.flag();
    }
    boolean back = call.more() && call.flag();
    String buffer = call.more() ? known(call.quoted()) : USUAL_BUFFER;
    List<Double> levels = new ArrayList<>(staircase.levels());
    if (back) {
      for (int k = levels.size() - 1; k >= 0; k--) {
        levels.add(levels.get(k));
      }
    }
    range(side, ranging, Math.max(Math.abs(staircase.start()), Math.abs(staircase.stop())));
    load(levels, sweeps, pause, buffer);
  }

  private void load(List<Double> levels, int sweeps, double pause, String buffer) {
    blocks.empty();
    plan = levels;
    loops = levels.size() * sweeps;
    loopDelay = pause;
    loopBuffer = buffer;
  }

  /** Start index, delay, count, fail abort, buffer; in the range that there is. */
  private void loadList(Call call, Side side, String list) {
    List<Double> levels = levels(list);
    if (side != unit.sourced()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    int start = call.integer(1, levels.size());
    double pause = call.more() ? call.number(LOOP_DELAY) : 0;
    int sweeps = call.more() ? call.integer(1, 1000) : 1;
    if (call.more()) {
      call.flag();
    }
    String buffer = call.more() ? known(call.quoted()) : USUAL_BUFFER;
    load(levels.subList(start - 1, levels.size()), sweeps, pause, buffer);
  }

  private List<Double> levels(String list) {
    List<Double> levels = lists.get(list);
    if (levels == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return levels;
  }

  private void pause(double seconds) {
    panel.await(now() + Math.round(1e9 * seconds));
  }

  /** What blocks of a trigger model do; a level comes with the delay of the source. */
  private final class Blocks implements TriggerBlocks.Actions {
    @Override
    public void clear(String buffer) {
      named(buffer).rows.clear();
    }

    @Override
    public void measure(String buffer) {
      named(buffer).add(row());
    }

    @Override
    public int length(String list) {
      return levels(list).size();
    }

    @Override
    public void recall(String list, int index) {
      unit.setLevel(unit.sourced(), levels(list).get(index - 1));
      pause(delayAuto ? AUTOMATIC_DELAY : delay);
    }

    @Override
    public void output(boolean on) {
      unit.setOn(on);
    }
  }

  private void range(Side side, String ranging, double largest) {
    switch (ranging) {
      case "AUTO" -> unit.setSourceAuto(side, true);
      case "BEST" -> unit.setSourceRange(side, largest);
      default -> {
        if (largest > side.levels().max()) {
          throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
        }
      }
    }
  }

  private void initiate() {
    if (!blocks.isEmpty()) {
      blocks.run();
      return;
    }
    if (loops == 0) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    unit.setOn(unit.on() || !plan.isEmpty());
    Buffer buffer = named(loopBuffer);
    for (int k = 0; k < loops; k++) {
      if (!plan.isEmpty()) {
        unit.setLevel(unit.sourced(), plan.get(k % plan.size()));
      }
      double sourceDelay = delayAuto ? AUTOMATIC_DELAY : delay;
      double pause = plan.isEmpty() || loopDelay > 0 ? loopDelay : sourceDelay;
      panel.await(now() + Math.round(1e9 * pause));
      buffer.add(row());
    }
    if (!plan.isEmpty()) {
      unit.setOn(false);
    }
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
