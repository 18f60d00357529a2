package org.spinbench.simulator.instrument.rfsource;

import java.util.Arrays;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The step sweeps and lists of a Keysight signal generator, with their triggers. A change of its
 * points ends a pass; a continuous one restarts.
 */
final class KeysightSweep {
  private static final int LONGEST_LIST = 3201;
  private static final int MOST_POINTS = 65535;

  /** The ranges of a model: frequency, level and dwell. */
  record Ranges(NumberRange frequency, NumberRange level, NumberRange dwell) {}

  private final Surroundings surroundings;
  private final Carrier carrier;
  private final Ranges ranges;
  private final SweepEnds ends;
  private final PresetSettings settings;
  private final Value<String> frequencyMode;
  private final Value<String> powerMode;
  private final Value<Double> startLevel;
  private final Value<Double> stopLevel;
  private final Value<Integer> points;
  private final Value<Double> dwell;
  private final Value<String> spacing;
  private final Value<String> type;
  private final Value<String> dwellType;
  private final Value<String> direction;
  private final Value<Boolean> retrace;
  private final Value<String> trigger;
  private final Value<Boolean> continuous;
  private double[] frequencies;
  private double[] levels;
  private double[] dwells;
  private boolean waiting;

  /** Sweeps of a carrier without steps, with their commands in this tree. */
  KeysightSweep(CommandTree tree, Surroundings surroundings, Carrier carrier, Ranges ranges) {
    this.surroundings = surroundings;
    this.carrier = carrier;
    this.ranges = ranges;
    ends = new SweepEnds(ranges.frequency, this::step);
    settings = new PresetSettings(tree);
    PresetSettings stepping =
        settings.through(
            change -> {
              change.run();
              step();
            });
    String source = "[:SOURce#]:";
    frequencyMode = stepping.choice(source + "FREQuency:MODE", "CW|FIXed|SWEep|LIST", "CW");
    powerMode = stepping.choice(source + "POWer:MODE", "FIXed|SWEep|LIST", "FIX");
    ends.declare(tree);
    startLevel = stepping.number(source + "POWer:STARt", ranges.level, KeysightSweep::hundredths);
    stopLevel = stepping.number(source + "POWer:STOP", ranges.level, KeysightSweep::hundredths);
    points = stepping.integer(source + "SWEep:POINts", 2, MOST_POINTS, 2);
    dwell = stepping.number(source + "SWEep:DWELl#", ranges.dwell, KeysightSweep::micros);
    spacing = stepping.choice(source + "SWEep:SPACing", "LINear|LOGarithmic", "LIN");
    settings.choice(source + "SWEep:GENeration", "ANALog|STEPped", "STEP");
    tree.choice(source + "SWEep:MODE", Choice.of("AUTO"), () -> "AUTO", word -> {});
    settings.flag(source + "SWEep:CONTrol:STATe", false);
    type = stepping.choice(source + "LIST:TYPE", "LIST|STEP", "STEP");
    declareColumns(tree);
    dwellType = stepping.choice(source + "LIST:DWELl:TYPE", "LIST|STEP", "LIST");
    direction = stepping.choice(source + "LIST:DIRection", "UP|DOWN", "UP");
    tree.choice(source + "LIST:MODE", Choice.of("AUTO"), () -> "AUTO", word -> {});
    retrace = stepping.flag(source + "LIST:RETRace", true);
    tree.choice(source + "LIST:TRIGger:SOURce", Choice.of("IMMediate"), () -> "IMM", word -> {});
    trigger = stepping.choice("TRIGger[:SEQuence]:SOURce", "IMMediate|BUS|EXTernal|KEY", "IMM");
    tree.event("TRIGger[:SEQuence][:IMMediate]", this::start);
    tree.event("*TRG", this::busTrigger);
    continuous = stepping.flag("INITiate:CONTinuous[:ALL]", false);
    tree.event("INITiate[:IMMediate][:ALL]", this::initiate);
    tree.event("[:SOURce#]:TSWeep", this::initiate);
    tree.event("ABORt", this::step);
    preset();
  }

  private interface Column {
    void take(double... values);
  }

  private void declareColumns(CommandTree tree) {
    String list = "[:SOURce#]:LIST:";
    tree.command(
        list + "FREQuency",
        1,
        LONGEST_LIST,
        call -> set(call, ranges.frequency, values -> frequencies = values));
    tree.query(list + "FREQuency", () -> joined(frequencies));
    tree.query(list + "FREQuency:POINts", () -> Integer.toString(frequencies.length));
    tree.command(
        list + "POWer",
        1,
        LONGEST_LIST,
        call -> set(call, ranges.level, values -> levels = values));
    tree.query(list + "POWer", () -> joined(levels));
    tree.query(list + "POWer:POINts", () -> Integer.toString(levels.length));
    tree.command(
        list + "DWELl",
        1,
        LONGEST_LIST,
        call -> set(call, ranges.dwell, values -> dwells = values));
    tree.query(list + "DWELl", () -> joined(dwells));
    tree.query(list + "DWELl:POINts", () -> Integer.toString(dwells.length));
  }

  private void set(Call call, NumberRange range, Column column) {
    column.take(call.numbers(range));
    step();
  }

  /** The state after a reset: no steps, and one point in the list. */
  void preset() {
    settings.preset();
    ends.preset(ranges.frequency.preset(), ranges.frequency.preset());
    frequencies = new double[] {ranges.frequency.preset()};
    levels = new double[] {ranges.level.preset()};
    dwells = new double[] {ranges.dwell.preset()};
    waiting = false;
  }

  /** Rounds to 0.01, the resolution of levels. */
  static double hundredths(double value) {
    return StrictMath.rint(value * 100) / 100;
  }

  private static double micros(double seconds) {
    return StrictMath.rint(seconds * 1e6) / 1e6;
  }

  /** NR3 with 14 digits, the format of these models. */
  static String number(double value) {
    return Replies.scientific(value, 13, 2);
  }

  private static String joined(double[] values) {
    return Replies.list(values, KeysightSweep::number);
  }

  /** Notes a new frequency of the carrier, which steps of the level alone use. */
  void tuned() {
    if (!stepsFrequency()) {
      step();
    }
  }

  private boolean stepsFrequency() {
    return frequencyMode.is("SWE") || frequencyMode.is("LIST");
  }

  private boolean stepsLevel() {
    return !powerMode.is("FIX");
  }

  /** Restarts the steps with the present settings. */
  private void step() {
    waiting = false;
    if (!stepsFrequency() && !stepsLevel()) {
      if (carrier.steps() != null) {
        carrier.step(null);
      }
      return;
    }
    RfSweep waits = sweep();
    boolean free = continuous.get() && trigger.is("IMM") && waits != null;
    carrier.step(free ? waits.startedAt(surroundings.clock().nanos()) : waits);
  }

  /** The pass that the settings describe; null while the columns of the list do not match. */
  private RfSweep sweep() {
    boolean list = type.is("LIST") && !frequencyMode.is("SWE");
    int count = list ? listLength() : points.get();
    double[] where =
        !stepsFrequency()
            ? filled(carrier.frequency(), count)
            : list
                ? column(frequencies, count)
                : RfSweep.spaced(ends.start(), ends.stop(), count, spacing.is("LOG"));
    double[] what =
        !stepsLevel()
            ? new double[0]
            : list
                ? column(levels, count)
                : RfSweep.spaced(startLevel.get(), stopLevel.get(), count, false);
    double[] times =
        list && dwellType.is("LIST") ? column(dwells, count) : new double[] {dwell.get()};
    if (where == null || what == null || times == null) {
      return null;
    }
    if (direction.is("DOWN")) {
      reverse(where);
      reverse(what);
      reverse(times);
    }
    long now = surroundings.clock().nanos();
    return RfSweep.of(where, what, now, continuous.get(), retrace.get(), times);
  }

  private int listLength() {
    int length = stepsFrequency() ? frequencies.length : 1;
    return stepsLevel() ? Math.max(length, levels.length) : length;
  }

  private static double[] filled(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /** A column of a list; a single value applies to every point. */
  private static double[] column(double[] values, int count) {
    if (values.length == 1) {
      return filled(values[0], count);
    }
    return values.length == count ? values.clone() : null;
  }

  private static void reverse(double[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** Ends the current pass. The next one begins at once, or at its trigger. */
  private void initiate() {
    if (!stepsFrequency() && !stepsLevel()) {
      return;
    }
    if (sweep() == null) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    step();
    waiting = true;
    if (trigger.is("IMM")) {
      start();
    }
  }

  private void busTrigger() {
    if (trigger.is("BUS")) {
      start();
    }
  }

  private void start() {
    if (!waiting || carrier.steps() == null) {
      return;
    }
    waiting = false;
    carrier.startPass();
  }
}
