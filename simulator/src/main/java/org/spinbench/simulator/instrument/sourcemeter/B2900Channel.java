package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Row;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * A channel of a B2900: its sweeps, trigger model and readings, in addition to its source and
 * meters (Agilent B2900 Series SCPI command reference B2910-90030, chapters 1 and 4).
 */
final class B2900Channel {
  static final double NOT_A_NUMBER = 9.91e37;
  private static final double LINE_PERIOD = 0.02;
  private static final double LEAST_CYCLES = 4e-4;
  private static final double MOST_CYCLES = 100;
  private static final int MOST_READINGS = 100_000;
  static final int MOST_POINTS = 2500;
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

  private final int number;
  private final StoredSettings settings;
  private final B2900Trace trace = new B2900Trace();
  private final Surroundings surroundings;
  private final Supplier<FrontPanel> panel;
  private final LongSupplier timeZero;
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

  /**
   * A channel with this source and these meters.
   *
   * @param panel gives the instrument's panel
   * @param timeZero origin of the times of readings, ns
   * @param number of the channel, from 1
   * @param settings the table of the model
   */
  B2900Channel(
      Surroundings surroundings,
      Supplier<FrontPanel> panel,
      LongSupplier timeZero,
      int number,
      StoredSettings settings,
      SourceMeasureUnit unit) {
    this.number = number;
    this.settings = settings;
    this.surroundings = surroundings;
    this.panel = panel;
    this.timeZero = timeZero;
    this.unit = unit;
    setPresets();
  }

  void setPresets() {
    functions.clear();
    functions.add(MeasureFunction.CURR);
    rows.clear();
    trace.preset();
    voltages = new Staircase(1, MOST_POINTS);
    currents = new Staircase(1, MOST_POINTS);
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

  /** Sets the integration time of all quantities, to the nearest possible value. */
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

  /** Declares the commands of each channel. */
  static void declare(PerChannel<B2900Channel> each) {
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
    each.flag(
        "[:SENSe#]:REMote", channel -> channel.fourWire, (channel, on) -> channel.fourWire = on);
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
    declareIntegration(each, "[:SENSe#]:VOLTage[:DC]");
    declareIntegration(each, "[:SENSe#]:CURRent[:DC]");
    declareTrigger(each);
  }

  private static void declareSweep(
      PerChannel<B2900Channel> each,
      String quantity,
      Function<B2900Channel, Staircase> staircase,
      Function<B2900Channel, Side> side) {
    String source = "[:SOURce#]:" + quantity;
    Function<B2900Channel, NumberRange> levels = channel -> side.apply(channel).ranges();
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

  /** Declares the number of steps, which both quantities share. */
  private static void declarePoints(
      PerChannel<B2900Channel> each, String node, Function<B2900Channel, Staircase> staircase) {
    each.number(
        "[:SOURce#]:" + node + ":POINts",
        channel -> new NumberRange(Quantity.NUMBER, 1, MOST_POINTS, 1),
        channel -> staircase.apply(channel).points(),
        (channel, points) -> channel.setPoints((int) StrictMath.rint(points)));
  }

  private static void declareIntegration(PerChannel<B2900Channel> each, String sense) {
    each.number(
        sense + ":NPLCycles", channel -> ANY, B2900Channel::cycles, B2900Channel::setCycles);
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

  private static void declareTrigger(PerChannel<B2900Channel> each) {
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

  Staircase staircase(boolean voltage) {
    return voltage ? voltages : currents;
  }

  /** Sets a list of levels, or appends to it. */
  void setList(Call call, boolean voltage, List<Double> before) {
    NumberRange range = (voltage ? unit.voltage() : unit.current()).ranges();
    List<Double> levels = new ArrayList<>(before);
    while (call.more()) {
      levels.add(call.number(range));
    }
    if (levels.size() > MOST_POINTS) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    staircase(voltage).setList(levels);
  }

  /** Takes one reading of these functions without the trigger system. */
  void spot(Set<MeasureFunction> measured) {
    energise();
    rows.clear();
    rows.add(row(measured, 0));
  }

  /** Executes its trigger model to the end. */
  void initiate() {
    requireTrigger();
    rows.clear();
    energise();
    acquire();
    trace.offer(rows);
  }

  /** Refuses a trigger that never comes, and more readings than the memory holds. */
  void requireTrigger() {
    if (!trigger.equals("AINT") && !trigger.equals("TIM")) {
      throw new CommandException(StandardError.TRIGGER_DEADLOCK);
    }
    if (count > MOST_READINGS) {
      throw new CommandException(StandardError.OUT_OF_MEMORY);
    }
  }

  private void energise() {
    if (onAuto) {
      unit.setOn(true);
    }
  }

  private void acquire() {
    Side side = unit.sourced();
    double resting = side.level();
    boolean automatic = side.sourceAuto();
    double range = side.sourceRange();
    List<Double> levels = levels();
    long begun = surroundings.clock().nanos();
    for (int k = 0; k < count; k++) {
      if (trigger.equals("TIM")) {
        panel.get().await(begun + Math.round(1e9 * k * period));
      }
      long triggered = surroundings.clock().nanos();
      if (!levels.isEmpty()) {
        panel.get().await(triggered + Math.round(1e9 * transientDelay));
        unit.setLevel(side, levels.get(k % levels.size()));
      }
      long earliest = triggered + Math.round(1e9 * acquireDelay);
      rows.add(row(functions, earliest));
    }
    if (!levels.isEmpty()) {
      unit.setLevel(side, resting);
      unit.setSourceRange(side, range);
      unit.setSourceAuto(side, automatic);
    }
  }

  /** The levels of a sweep or list, after a choice of their range; none for a fixed level. */
  private List<Double> levels() {
    boolean voltage = !unit.sourcesCurrent();
    String mode = voltage ? voltageMode : currentMode;
    Staircase staircase = staircase(voltage);
    List<Double> levels =
        switch (mode) {
          case "SWE" -> stairs(staircase);
          case "LIST" -> staircase.list();
          default -> List.<Double>of();
        };
    if (!levels.isEmpty()) {
      double largest = levels.stream().mapToDouble(Math::abs).max().orElseThrow();
      unit.rangeForSweep(ranging, largest);
    }
    return levels;
  }

  private List<Double> stairs(Staircase staircase) {
    staircase.setLogarithmic(settings.text("[:SOURce#]:SWEep:SPACing", number).equals("LOG"));
    List<Double> levels = new ArrayList<>(staircase.levels());
    if (settings.text("[:SOURce#]:SWEep:STAir", number).equals("DOUB")) {
      for (int k = levels.size() - 1; k >= 0; k--) {
        levels.add(levels.get(k));
      }
    }
    return levels;
  }

  private Row row(Set<MeasureFunction> measured, long earliest) {
    long wait = waitAuto ? unit.settled() : 0;
    long start = Math.max(Math.max(surroundings.clock().nanos(), earliest), wait);
    long end = start + unit.readingTime(true, false);
    panel.get().await(end);
    Reading reading = unit.read(start, end);
    if (protection && reading.limited()) {
      unit.setOn(false);
    }
    boolean ohms = measured.contains(MeasureFunction.RES);
    return new Row(
        element(ohms || measured.contains(MeasureFunction.VOLT), reading.volts()),
        element(ohms || measured.contains(MeasureFunction.CURR), reading.amperes()),
        element(ohms, reading.volts() / reading.amperes()),
        (end - timeZero.getAsLong()) * 1e-9,
        status(reading),
        reading.level());
  }

  private int status(Reading reading) {
    int source = unit.sourcesCurrent() ? CURRENT_SOURCE : 0;
    return source | (reading.limited() ? COMPLIANCE : 0) | (reading.over() ? RANGE_OVERFLOW : 0);
  }

  private static double element(boolean measured, double value) {
    return measured && Double.isFinite(value) ? value : NOT_A_NUMBER;
  }

  B2900Trace trace() {
    return trace;
  }

  SourceMeasureUnit unit() {
    return unit;
  }

  /** The functions to measure. */
  Set<MeasureFunction> functions() {
    return functions;
  }

  /** Its readings, oldest first. */
  List<Row> rows() {
    return rows;
  }
}
