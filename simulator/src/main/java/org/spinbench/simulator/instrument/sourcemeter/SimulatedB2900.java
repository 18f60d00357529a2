package org.spinbench.simulator.instrument.sourcemeter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.Staircase;
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
 * A Keysight B2901A (one channel) or B2912A (two channels, ten times finer) source-measure unit on
 * a line of 50 Hz (Agilent B2900 Series SCPI command reference B2910-90030, chapters 1, 2 and 4).
 *
 * <p>Compliance belongs to the measured quantity ({@code SENSe:...:PROTection}). A channel switches
 * itself on when it is triggered ({@code OUTPut:ON:AUTO}, on after *RST). A range has an effect
 * only while its auto-range is off. The integration time is common to all quantities, and a value
 * beyond its range is taken as the nearest one without an error. Channels are a suffix of the
 * header, or a list for what measures. The output goes off in compliance where OUTPut:PROTection
 * says so.
 *
 * <p>The status data of a reading say what is sourced, compliance, and that the range did not hold
 * it (chapter 1, table 1-2), compliance here always by the number 1. A sweep or list goes through
 * its levels in the range that covers all (SWEep:RANGing BEST), the best for each (AUTO) or the
 * present one (FIXed), and back to the level that was set.
 *
 * <p>Noise is taken as one count of the finest display at 1 PLC; it is unconfirmed, as are settling
 * times, the functions measured after *RST, the error of too much power, that a change of function
 * switches the output off, and that lists have the ranging of sweeps. A trigger is carried out to
 * its end before INITiate is done.
 */
public final class SimulatedB2900 implements SimulatedInstrument {
  private static final double NOT_A_NUMBER = 9.91e37;
  private static final double LINE_PERIOD = 0.02;
  private static final double LEAST_CYCLES = 4e-4;
  private static final double MOST_CYCLES = 100;
  private static final int MOST_READINGS = 100_000;
  private static final int MOST_POINTS = 2500;
  private static final int ENDLESS = Integer.MAX_VALUE;
  private static final int CURRENT_SOURCE = 1;
  private static final int COMPLIANCE = 1 << 1;
  private static final int RANGE_OVERFLOW = 1 << 13;

  private static final NumberRange ANY =
      new NumberRange(Quantity.NUMBER, 0, Double.POSITIVE_INFINITY, 0.1);
  private static final NumberRange ANY_TIME =
      new NumberRange(Quantity.TIME, 0, Double.POSITIVE_INFINITY, 0.1 * LINE_PERIOD);
  private static final NumberRange PERIOD = new NumberRange(Quantity.TIME, 1e-5, 1e5, 1e-5);
  private static final NumberRange COUNT = new NumberRange(Quantity.NUMBER, 1, ENDLESS, 1);

  /** What a reading is answered with, in the order of the answer. */
  private enum Element {
    VOLT,
    CURR,
    RES,
    TIME,
    STAT,
    SOUR
  }

  /** One reading as it is answered. */
  private record Row(
      double volts, double amperes, double ohms, double time, int status, double source) {
    double of(Element element) {
      return switch (element) {
        case VOLT -> volts;
        case CURR -> amperes;
        case RES -> ohms;
        case TIME -> time;
        case STAT -> status;
        case SOUR -> source;
      };
    }
  }

  /** What a channel has beside its source and meters. */
  private static final class Channel {
    private final SourceMeasureUnit unit;
    private final Set<MeasureFunction> functions = EnumSet.noneOf(MeasureFunction.class);
    private final List<Row> rows = new ArrayList<>();
    private Staircase voltages;
    private Staircase currents;
    private String voltageMode;
    private String currentMode;
    private String ranging;
    private boolean onAuto;
    private String offMode;
    private boolean protection;
    private boolean fourWire;
    private boolean apertureAuto;
    private boolean waitAuto;
    private int count;
    private String trigger;
    private double period;
    private double acquireDelay;
    private double transientDelay;

    private Channel(SourceMeasureUnit unit) {
      this.unit = unit;
      setPresets();
    }

    private void setPresets() {
      functions.clear();
      functions.add(MeasureFunction.CURR);
      rows.clear();
      voltages = new Staircase(1);
      currents = new Staircase(1);
      voltageMode = "FIX";
      currentMode = "FIX";
      ranging = "BEST";
      onAuto = true;
      offMode = "NORM";
      protection = false;
      fourWire = false;
      apertureAuto = true;
      waitAuto = true;
      count = 1;
      trigger = "AINT";
      period = PERIOD.preset();
      acquireDelay = 0;
      transientDelay = 0;
      setCycles(ANY.preset());
    }

    /** One integration time for all quantities, the nearest that there is. */
    private void setCycles(double cycles) {
      double taken = Math.max(LEAST_CYCLES, Math.min(MOST_CYCLES, cycles));
      unit.voltage().setCycles(taken);
      unit.current().setCycles(taken);
    }

    private double cycles() {
      return unit.current().cycles();
    }

    private void setDown(boolean fromStop) {
      voltages.setDown(fromStop);
      currents.setDown(fromStop);
    }

    private void setPoints(int points) {
      voltages.setPoints(points);
      currents.setPoints(points);
    }

    private void delay(boolean acquires, boolean changes, double seconds) {
      acquireDelay = acquires ? seconds : acquireDelay;
      transientDelay = changes ? seconds : transientDelay;
    }
  }

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final List<Channel> channels = new ArrayList<>();
  private final Set<Element> elements = EnumSet.allOf(Element.class);
  private String data = "ASC";
  private boolean swapped;
  private long timeZero;

  private SimulatedB2900(
      Surroundings surroundings,
      IntFunction<TerminalLoad> loads,
      String model,
      int count,
      double fine) {
    this.surroundings = surroundings;
    SourceMeasureUnit.Model limits = model(fine);
    for (int number = 1; number <= count; number++) {
      channels.add(
          new Channel(
              new SourceMeasureUnit(
                  surroundings.andThen(this::overlap), loads.apply(number), limits)));
    }
    CommandTree tree = new CommandTree(SimulatedB2900::number);
    declareCommon(tree);
    declareChannels(new PerChannel<>(tree, SimulatedB2900::number, channels));
    declareFunctions(tree);
    declareReadings(tree);
    declareSystem(tree);
    String identity = "Keysight Technologies," + model + ",MY51143745,3.4.2011.5100";
    panel =
        new FrontPanel(
            surroundings.identity(identity),
            Wording.SIGNED,
            30,
            surroundings.clock(),
            tree,
            this::reset);
  }

  /** A B2901A that is off, with this load at its terminals. */
  public static SimulatedB2900 b2901a(Surroundings surroundings, TerminalLoad load) {
    return new SimulatedB2900(surroundings, channel -> load, "B2901A", 1, 1);
  }

  /** A B2912A that is off, with these loads at the terminals of channels 1 and 2. */
  public static SimulatedB2900 b2912a(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    return new SimulatedB2900(surroundings, loads, "B2912A", 2, 0.1);
  }

  /**
   * Ranges and their finest steps.
   *
   * @param fine steps in parts of those of a B2901A; the smallest range of current goes with it
   */
  private static SourceMeasureUnit.Model model(double fine) {
    List<Range> voltages = new ArrayList<>();
    for (double range : new double[] {0.2, 2, 20, 200}) {
      voltages.add(new Range(range, 5e-6 * fine * range, 5e-6 * fine * range, 1e-4));
    }
    List<Range> currents = new ArrayList<>();
    for (double range : new double[] {10e-9, 100e-9, 1e-6, 10e-6, 100e-6, 1e-3, 10e-3, 0.1, 1, 3}) {
      if (range >= 100e-9 * fine) {
        double settling = range <= 1e-6 ? 5e-3 : 1e-4;
        currents.add(new Range(range, 1e-5 * fine * range, 1e-5 * fine * range, settling));
      }
    }
    return new SourceMeasureUnit.Model(
        new Scale(Quantity.VOLTAGE, voltages, 1.05, 210, 1.06, 5e-6 * fine, 2),
        new Scale(Quantity.CURRENT, currents, 1.05, 3.03, 1.06, 1e-9 * fine, 100e-6),
        List.of(new Power(6, 3.03), new Power(21, 1.515), new Power(210, 0.105)),
        StandardError.SETTINGS_CONFLICT,
        1,
        false);
  }

  private void overlap() {
    channels.forEach(channel -> panel.overlap(channel.unit.settled()));
  }

  private void declareCommon(CommandTree tree) {
    List<SourceMeasureUnit> units = channels.stream().map(channel -> channel.unit).toList();
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, SimulatedB2900::number, units, false);
    common.output("OUTPut#[:STATe]", "[:SOURce#]:FUNCtion:MODE");
    common.source("[:SOURce#]:VOLTage", SourceMeasureUnit::voltage);
    common.source("[:SOURce#]:CURRent", SourceMeasureUnit::current);
    common.meter("SENSe#:VOLTage[:DC]", SourceMeasureUnit::voltage);
    common.meter("SENSe#:CURRent[:DC]", SourceMeasureUnit::current);
    String volts = "SENSe#:VOLTage[:DC]:PROTection";
    common.limit(volts + "[:LEVel][:BOTH]", volts + ":TRIPped", SourceMeasureUnit::voltage);
    String amperes = "SENSe#:CURRent[:DC]:PROTection";
    common.limit(amperes + "[:LEVel][:BOTH]", amperes + ":TRIPped", SourceMeasureUnit::current);
  }

  private void declareChannels(PerChannel<Channel> each) {
    each.flag("OUTPut#:ON:AUTO", channel -> channel.onAuto, (channel, on) -> channel.onAuto = on);
    each.choice(
        "OUTPut#:OFF:MODE",
        Choice.of("NORMal|HIZ|ZERO"),
        channel -> channel.offMode,
        (channel, word) -> channel.offMode = word);
    each.flag(
        "OUTPut#:PROTection[:STATe]",
        channel -> channel.protection,
        (channel, on) -> channel.protection = on);
    each.flag("SENSe#:REMote", channel -> channel.fourWire, (channel, on) -> channel.fourWire = on);
    each.flag(
        "SENSe#:WAIT:AUTO", channel -> channel.waitAuto, (channel, on) -> channel.waitAuto = on);
    Choice mode = Choice.of("FIXed|SWEep|LIST");
    each.choice(
        "[:SOURce#]:VOLTage:MODE",
        mode,
        channel -> channel.voltageMode,
        (channel, word) -> channel.voltageMode = word);
    each.choice(
        "[:SOURce#]:CURRent:MODE",
        mode,
        channel -> channel.currentMode,
        (channel, word) -> channel.currentMode = word);
    each.choice(
        "[:SOURce#]:SWEep:RANGing",
        Choice.of("BEST|FIXed|AUTO"),
        channel -> channel.ranging,
        (channel, word) -> channel.ranging = word);
    each.choice(
        "[:SOURce#]:SWEep:DIRection",
        Choice.of("UP|DOWN"),
        channel -> channel.voltages.isDown() ? "DOWN" : "UP",
        (channel, word) -> channel.setDown(word.equals("DOWN")));
    declarePoints(each, "SWEep", channel -> channel.voltages);
    declareSweep(each, "VOLTage", channel -> channel.voltages, channel -> channel.unit.voltage());
    declareSweep(each, "CURRent", channel -> channel.currents, channel -> channel.unit.current());
    declareIntegration(each, "SENSe#:VOLTage[:DC]");
    declareIntegration(each, "SENSe#:CURRent[:DC]");
    declareTrigger(each);
  }

  private static void declareSweep(
      PerChannel<Channel> each,
      String quantity,
      Function<Channel, Staircase> staircase,
      Function<Channel, Side> side) {
    String source = "[:SOURce#]:" + quantity;
    Function<Channel, NumberRange> levels = channel -> side.apply(channel).ranges();
    each.number(
        source + ":STARt",
        levels,
        channel -> staircase.apply(channel).start(),
        (channel, level) -> staircase.apply(channel).setStart(level));
    each.number(
        source + ":STOP",
        levels,
        channel -> staircase.apply(channel).stop(),
        (channel, level) -> staircase.apply(channel).setStop(level));
    declarePoints(each, quantity, staircase);
  }

  /** The number of steps is one for both quantities. */
  private static void declarePoints(
      PerChannel<Channel> each, String node, Function<Channel, Staircase> staircase) {
    each.number(
        "[:SOURce#]:" + node + ":POINts",
        channel -> new NumberRange(Quantity.NUMBER, 1, MOST_POINTS, 1),
        channel -> staircase.apply(channel).points(),
        (channel, points) -> channel.setPoints((int) StrictMath.rint(points)));
  }

  private static void declareIntegration(PerChannel<Channel> each, String sense) {
    each.number(sense + ":NPLCycles", channel -> ANY, Channel::cycles, Channel::setCycles);
    each.number(
        sense + ":APERture",
        channel -> ANY_TIME,
        channel -> channel.cycles() * LINE_PERIOD,
        (channel, seconds) -> channel.setCycles(seconds / LINE_PERIOD));
    for (String automatic : List.of(":APERture:AUTO", ":NPLCycles:AUTO")) {
      each.flag(
          sense + automatic,
          channel -> channel.apertureAuto,
          (channel, on) -> channel.apertureAuto = on);
    }
  }

  private static void declareTrigger(PerChannel<Channel> each) {
    for (String layer : List.of("[:ALL]", ":ACQuire", ":TRANsient")) {
      String trigger = "TRIGger#" + layer;
      each.number(
          trigger + ":COUNt",
          channel -> COUNT,
          channel -> channel.count,
          (channel, count) -> channel.count = (int) StrictMath.rint(count));
      each.choice(
          trigger + ":SOURce",
          Choice.of("AINT|BUS|TIMer"),
          channel -> channel.trigger,
          (channel, word) -> channel.trigger = word);
      each.number(
          trigger + ":TIMer",
          channel -> PERIOD,
          channel -> channel.period,
          (channel, seconds) -> channel.period = seconds);
      boolean acquires = !layer.equals(":TRANsient");
      boolean changes = !layer.equals(":ACQuire");
      each.number(
          trigger + ":DELay",
          channel -> new NumberRange(Quantity.TIME, 0, 1e5, 0),
          channel -> acquires ? channel.acquireDelay : channel.transientDelay,
          (channel, seconds) -> channel.delay(acquires, changes, seconds));
    }
  }

  private void declareFunctions(CommandTree tree) {
    tree.command(
        "SENSe#:FUNCtion[:ON]", 1, 3, call -> named(call).functions.addAll(functions(call)));
    tree.query("SENSe#:FUNCtion[:ON]", 0, 0, call -> answerFunctions(named(call)));
    tree.command(
        "SENSe#:FUNCtion[:ON]:ALL",
        0,
        0,
        call -> named(call).functions.addAll(EnumSet.allOf(MeasureFunction.class)));
    tree.command(
        "SENSe#:FUNCtion:OFF", 1, 3, call -> named(call).functions.removeAll(functions(call)));
    tree.command("SENSe#:FUNCtion:OFF:ALL", 0, 0, call -> named(call).functions.clear());
    for (String quantity : List.of("VOLTage", "CURRent")) {
      boolean voltage = quantity.equals("VOLTage");
      String list = "[:SOURce#]:LIST:" + quantity;
      tree.command(list, 1, MOST_POINTS, call -> setList(call, voltage, List.of()));
      tree.command(
          list + ":APPend",
          1,
          MOST_POINTS,
          call -> setList(call, voltage, staircase(named(call), voltage).list()));
      tree.query(list, 0, 0, call -> joined(staircase(named(call), voltage).list()));
      tree.query(
          list + ":POINts",
          0,
          0,
          call -> Integer.toString(staircase(named(call), voltage).list().size()));
    }
  }

  private void declareReadings(CommandTree tree) {
    tree.command("INITiate[:IMMediate][:ALL]", 0, 1, call -> listed(call).forEach(this::initiate));
    tree.command("INITiate[:IMMediate]:ACQuire", 0, 1, c -> listed(c).forEach(this::initiate));
    tree.command("ABORt[:ALL]", 0, 1, this::listed);
    tree.query("READ[:SCALar]", 0, 1, call -> read(listed(call), false));
    tree.query("READ:ARRay", 0, 1, call -> read(listed(call), true));
    tree.query("FETCh[:SCALar]", 0, 1, call -> answer(listed(call), elements, false));
    tree.query("FETCh:ARRay", 0, 1, call -> answer(listed(call), elements, true));
    tree.query(
        "MEASure",
        0,
        1,
        call -> spot(listed(call), EnumSet.allOf(MeasureFunction.class), elements));
    for (MeasureFunction function : MeasureFunction.values()) {
      Element element = Element.valueOf(function.name());
      tree.query(
          "MEASure:" + function.node(),
          0,
          1,
          call -> spot(listed(call), EnumSet.of(function), EnumSet.of(element)));
    }
    tree.command("FORMat:ELEMents:SENSe", 1, Element.values().length, this::setElements);
    tree.query("FORMat:ELEMents:SENSe", () -> joinedNames(elements));
    tree.command("FORMat[:DATA]", 1, 2, this::setData);
    tree.query("FORMat[:DATA]", () -> data);
    tree.choice(
        "FORMat:BORDer",
        Choice.of("NORMal|SWAPped"),
        () -> swapped ? "SWAP" : "NORM",
        word -> swapped = word.equals("SWAP"));
  }

  private void declareSystem(CommandTree tree) {
    tree.query("SYSTem:LFRequency", () -> "50");
    tree.event("SYSTem:TIME:TIMer:COUNt:RESet", () -> timeZero = surroundings.clock().nanos());
    tree.command("SYSTem:BEEPer[:IMMediate]", 2, 2, SimulatedB2900::beep);
    tree.flag("SYSTem:BEEPer:STATe", () -> true, state -> {});
    tree.event("*TRG", () -> {});
  }

  private static void beep(Call call) {
    call.number(new NumberRange(Quantity.FREQUENCY, 55, 6640, 100));
    call.number(new NumberRange(Quantity.TIME, 0.05, 12.75, 0.1));
  }

  private void reset() {
    for (Channel channel : channels) {
      channel.unit.reset();
      channel.setPresets();
    }
    elements.addAll(EnumSet.allOf(Element.class));
    data = "ASC";
    swapped = false;
  }

  /** NR3 of seven digits. */
  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  private Channel named(Call call) {
    return channels.get(call.suffix(0, channels.size()) - 1);
  }

  /** The channels of a list; without one, channel 1. */
  private List<Channel> listed(Call call) {
    if (!call.more()) {
      return List.of(channels.get(0));
    }
    List<Channel> listed = new ArrayList<>();
    for (int number : call.channels(channels.size())) {
      listed.add(channels.get(number - 1));
    }
    return listed;
  }

  private static Set<MeasureFunction> functions(Call call) {
    Set<MeasureFunction> functions = EnumSet.noneOf(MeasureFunction.class);
    while (call.more()) {
      functions.add(MeasureFunction.named(call.quoted()));
    }
    return functions;
  }

  private static String answerFunctions(Channel channel) {
    StringJoiner names = new StringJoiner(",");
    names.setEmptyValue("\"\"");
    channel.functions.forEach(function -> names.add(Replies.quoted(function.name())));
    return names.toString();
  }

  private static Staircase staircase(Channel channel, boolean voltage) {
    return voltage ? channel.voltages : channel.currents;
  }

  /** A list of levels behind others. */
  private void setList(Call call, boolean voltage, List<Double> before) {
    Channel channel = named(call);
    NumberRange range = (voltage ? channel.unit.voltage() : channel.unit.current()).ranges();
    List<Double> levels = new ArrayList<>(before);
    while (call.more()) {
      levels.add(call.number(range));
    }
    if (levels.size() > MOST_POINTS) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    staircase(channel, voltage).setList(levels);
  }

  private static String joined(List<Double> values) {
    StringJoiner joiner = new StringJoiner(",");
    values.forEach(value -> joiner.add(number(value)));
    return joiner.toString();
  }

  private void setElements(Call call) {
    Choice words = Choice.of("VOLTage|CURRent|RESistance|TIME|STATus|SOURce");
    Set<Element> asked = EnumSet.noneOf(Element.class);
    while (call.more()) {
      asked.add(Element.valueOf(call.choice(words)));
    }
    elements.clear();
    elements.addAll(asked);
  }

  private static String joinedNames(Set<Element> elements) {
    StringJoiner names = new StringJoiner(",");
    elements.forEach(element -> names.add(element.name()));
    return names.toString();
  }

  private void setData(Call call) {
    String form = call.choice(Choice.of("ASCii|REAL"));
    int bits = call.more() ? call.integer(32, 64) : 32;
    if (bits != 32 && bits != 64) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    data = form.equals("REAL") ? "REAL," + bits : form;
  }

  private void initiate(Channel channel) {
    if (!channel.trigger.equals("AINT") && !channel.trigger.equals("TIM")) {
      throw new CommandException(StandardError.TRIGGER_DEADLOCK);
    }
    if (channel.count > MOST_READINGS) {
      throw new CommandException(StandardError.OUT_OF_MEMORY);
    }
    channel.rows.clear();
    energise(channel);
    acquire(channel, channel.functions);
  }

  private static void energise(Channel channel) {
    if (channel.onAuto) {
      channel.unit.setOn(true);
    }
  }

  private void acquire(Channel channel, Set<MeasureFunction> functions) {
    SourceMeasureUnit unit = channel.unit;
    Side side = unit.sourced();
    double resting = side.level();
    boolean automatic = side.sourceAuto();
    double range = side.sourceRange();
    List<Double> levels = levels(channel);
    long begun = surroundings.clock().nanos();
    for (int k = 0; k < channel.count; k++) {
      if (channel.trigger.equals("TIM")) {
        panel.await(begun + Math.round(1e9 * k * channel.period));
      }
      long triggered = surroundings.clock().nanos();
      if (!levels.isEmpty()) {
        panel.await(triggered + Math.round(1e9 * channel.transientDelay));
        unit.setLevel(side, levels.get(k % levels.size()));
      }
      long earliest = triggered + Math.round(1e9 * channel.acquireDelay);
      channel.rows.add(row(channel, functions, earliest));
    }
    if (!levels.isEmpty()) {
      unit.setLevel(side, resting);
      unit.setSourceRange(side, range);
      unit.setSourceAuto(side, automatic);
    }
  }

  /** The levels of a sweep or list, with the range that they need chosen; none without either. */
  private static List<Double> levels(Channel channel) {
    boolean voltage = !channel.unit.sourcesCurrent();
    String mode = voltage ? channel.voltageMode : channel.currentMode;
    Staircase staircase = staircase(channel, voltage);
    List<Double> levels =
        switch (mode) {
          case "SWE" -> staircase.levels();
          case "LIST" -> staircase.list();
          default -> List.<Double>of();
        };
    if (!levels.isEmpty()) {
      range(channel, levels);
    }
    double most = channel.unit.sourced().levels().max();
    if (levels.stream().anyMatch(level -> Math.abs(level) > most)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return levels;
  }

  private static void range(Channel channel, List<Double> levels) {
    SourceMeasureUnit unit = channel.unit;
    if (channel.ranging.equals("AUTO")) {
      unit.setSourceAuto(unit.sourced(), true);
    } else if (channel.ranging.equals("BEST")) {
      double largest = levels.stream().mapToDouble(Math::abs).max().orElseThrow();
      unit.setSourceRange(unit.sourced(), largest);
    }
  }

  private Row row(Channel channel, Set<MeasureFunction> functions, long earliest) {
    SourceMeasureUnit unit = channel.unit;
    long wait = channel.waitAuto ? unit.settled() : 0;
    long start = Math.max(Math.max(surroundings.clock().nanos(), earliest), wait);
    long end = start + unit.readingTime(true, false);
    panel.await(end);
    Reading reading = unit.read(start, end);
    if (channel.protection && reading.limited()) {
      unit.setOn(false);
    }
    boolean ohms = functions.contains(MeasureFunction.RES);
    return new Row(
        element(ohms || functions.contains(MeasureFunction.VOLT), reading.volts()),
        element(ohms || functions.contains(MeasureFunction.CURR), reading.amperes()),
        element(ohms, reading.volts() / reading.amperes()),
        (end - timeZero) * 1e-9,
        status(unit, reading),
        reading.level());
  }

  private static int status(SourceMeasureUnit unit, Reading reading) {
    int source = unit.sourcesCurrent() ? CURRENT_SOURCE : 0;
    return source | (reading.limited() ? COMPLIANCE : 0) | (reading.over() ? RANGE_OVERFLOW : 0);
  }

  private static double element(boolean measured, double value) {
    return measured && Double.isFinite(value) ? value : NOT_A_NUMBER;
  }

  /** One reading of each channel at once, with the trigger system left as it is. */
  private String spot(List<Channel> listed, Set<MeasureFunction> functions, Set<Element> answered) {
    for (Channel channel : listed) {
      energise(channel);
      channel.rows.clear();
      channel.rows.add(row(channel, functions, 0));
    }
    return answer(listed, answered, false);
  }

  private String read(List<Channel> listed, boolean all) {
    listed.forEach(this::initiate);
    return answer(listed, elements, all);
  }

  /** Reading by reading, in each of them channel by channel; the last reading unless all. */
  private String answer(List<Channel> listed, Set<Element> answered, boolean all) {
    int most = listed.stream().mapToInt(channel -> channel.rows.size()).max().orElse(0);
    if (most == 0) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    List<Double> values = new ArrayList<>();
    for (int k = all ? 0 : most - 1; k < most; k++) {
      for (Channel channel : listed) {
        for (Element element : answered) {
          boolean there = k < channel.rows.size();
          values.add(there ? channel.rows.get(k).of(element) : NOT_A_NUMBER);
        }
      }
    }
    return data.equals("ASC") ? joined(values) : block(values);
  }

  /** Real numbers of IEEE 754, most significant byte first unless they are swapped. */
  private String block(List<Double> values) {
    boolean single = data.equals("REAL,32");
    ByteBuffer bytes = ByteBuffer.allocate(values.size() * (single ? Float.BYTES : Double.BYTES));
    bytes.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    for (double value : values) {
      if (single) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    return Replies.block(bytes.array());
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return channels.stream().<DcOutput>map(channel -> channel.unit).toList();
  }

  @Override
  public boolean energised() {
    return channels.stream().anyMatch(channel -> channel.unit.energised());
  }
}
