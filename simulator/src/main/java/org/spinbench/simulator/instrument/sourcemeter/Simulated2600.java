package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
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
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;
import org.spinbench.simulator.tsp.Arguments;
import org.spinbench.simulator.tsp.TspLanguage;
import org.spinbench.simulator.tsp.TspTable;

/**
 * A Keithley 2602B System SourceMeter, two channels, on a line of 50 Hz, which speaks TSP (2600B
 * reference manual 2600BS-901-01, section 7).
 *
 * <p>Numbers are printed with six digits until {@code format.asciiprecision} says otherwise. After
 * a change of function, range or integration time the first reading takes three integrations, with
 * autozero in its usual mode; the others take one. With the output off in its normal mode the
 * terminals are held at zero with 1 mA; {@code source.output = 2} opens them.
 *
 * <p>The trigger model goes through the levels of a sweep, measures on each into one or two
 * buffers, and returns to the level that is set; it is gone through to its end before initiate() is
 * done.
 *
 * <p>The median filter gives the mean of its stack, as the moving average does.
 *
 * <p>Noise is taken as one count of the display at 1 PLC (6½ digits); it is unconfirmed, as are
 * settling times, the error of a sweep that is not complete, that a reading counts as auto-ranged
 * while auto-range is on, the limits after a reset, the errors of levels out of range and of too
 * much power, and that a change of function switches the output off.
 */
public final class Simulated2600 implements SimulatedInstrument {
  private static final String SERIAL = "1398687";
  private static final String IDENTITY =
      "Keithley Instruments Inc., Model 2602B, " + SERIAL + ", 3.0.0";
  private static final double OVERFLOW = 9.91e37;
  private static final int CHANNELS = 2;
  private static final int LARGEST_BUFFER = 60_000;
  private static final int APERTURES = 3;
  private static final int VOLTAGE_LIMIT = 1;
  private static final int CURRENT_LIMIT = 2;
  private static final int MOST_STEPS = 100_000;
  private static final Object[] NOTHING = {};

  /** Bits of the status of a reading in a buffer (section 3, "Buffer status"). */
  private static final int METER_RANGED = 0x04;

  private static final int SOURCE_RANGED = 0x08;
  private static final int REMOTE_SENSE = 0x10;
  private static final int IN_COMPLIANCE = 0x40;
  private static final int FILTERED = 0x80;

  /** The type of filter whose stack is filled again for every reading. */
  private static final int REPEATING = 1;

  private static final Scale VOLTAGE =
      new Scale(
          Quantity.VOLTAGE,
          List.of(
              new Range(0.1, 5e-6, 100e-9, 1e-4),
              new Range(1, 50e-6, 1e-6, 1e-4),
              new Range(6, 50e-6, 10e-6, 1e-4),
              new Range(40, 500e-6, 10e-6, 2e-4)),
          1.01,
          40.4,
          1.02,
          10e-3,
          20);

  private static final Scale CURRENT =
      new Scale(
          Quantity.CURRENT,
          List.of(
              new Range(100e-9, 2e-12, 100e-15, 3e-3),
              new Range(1e-6, 10e-12, 1e-12, 1e-3),
              new Range(10e-6, 100e-12, 10e-12, 2e-4),
              new Range(100e-6, 1e-9, 100e-12, 1e-4),
              new Range(1e-3, 10e-9, 1e-9, 1e-4),
              new Range(10e-3, 100e-9, 10e-9, 1e-4),
              new Range(100e-3, 1e-6, 100e-9, 1e-4),
              new Range(1, 10e-6, 1e-6, 2e-4),
              new Range(3, 10e-6, 1e-6, 2e-4)),
          1.01,
          3.03,
          1.02,
          10e-9,
          100e-3);

  private static final SourceMeasureUnit.Model MODEL =
      new SourceMeasureUnit.Model(
          VOLTAGE,
          CURRENT,
          List.of(new Power(6.06, 3.03), new Power(40.4, 1.01)),
          StandardError.SETTINGS_CONFLICT,
          APERTURES,
          false);

  /** A reading buffer of a channel. */
  private static final class Buffer {
    private final List<Double> readings = new ArrayList<>();
    private final List<Double> sources = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();
    private final List<Double> statuses = new ArrayList<>();
    private boolean appends;

    private void bind(TspTable table) {
      elements(table, readings);
      elements(table.table("readings"), readings);
      elements(table.table("sourcevalues"), sources);
      elements(table.table("timestamps"), times);
      elements(table.table("statuses"), statuses);
      table.event("clear", this::clear);
      table.attribute("appendmode", 0, 1, () -> appends ? 1 : 0, mode -> appends = mode != 0);
      table.readOnly("capacity", () -> (double) LARGEST_BUFFER);
      table.attribute("collectsourcevalues", 0, 1, () -> 1, state -> {});
      table.attribute("collecttimestamps", 0, 1, () -> 1, state -> {});
    }

    private static void elements(TspTable table, List<Double> values) {
      table.elements(values::size, index -> values.get(index - 1));
    }

    private void clear() {
      readings.clear();
      sources.clear();
      times.clear();
      statuses.clear();
    }

    private void add(double value, double source, double seconds, int status) {
      if (readings.size() < LARGEST_BUFFER) {
        readings.add(value);
        sources.add(source);
        times.add(seconds);
        statuses.add((double) status);
      }
    }
  }

  /** What the trigger model of a channel is to do. */
  private static final class TspSweep {
    private double[] levels = {};
    private boolean current;
    private List<Buffer> buffers = List.of();
    private List<ToDoubleFunction<Reading>> quantities = List.of();
    private int changes;
    private int measures;
    private int count = 1;
    private int arms = 1;
    private int holdsInside = 1;
    private int holds;
  }

  /** One channel. */
  private final class Channel {
    private final SourceMeasureUnit unit;
    private final Buffer[] buffers = {new Buffer(), new Buffer()};
    private final TspTable[] bufferTables = new TspTable[2];
    private double state;
    private double offMode;
    private double offFunction;
    private double offLimit;
    private double offVoltage;
    private double settlingMode;
    private double fourWire;
    private double autoZero;
    private boolean refreshed;
    private double sourceDelay;
    private double measureDelay;
    private double count;
    private double interval;
    private double lowRange;
    private boolean filtering;
    private double filterCount;
    private double filterType;
    private final ConversionStack stack = new ConversionStack(false);
    private TspSweep sweep;

    private Channel(TerminalLoad load) {
      unit = new SourceMeasureUnit(surroundings.andThen(Simulated2600.this::overlap), load, MODEL);
      setPresets();
    }

    private void setPresets() {
      state = 0;
      offMode = 0;
      offFunction = 1;
      offLimit = 1e-3;
      offVoltage = 40;
      settlingMode = 0;
      fourWire = 0;
      autoZero = 2;
      refreshed = false;
      sourceDelay = 0;
      measureDelay = 0;
      count = 1;
      interval = 0;
      lowRange = CURRENT.ranges().get(0).name();
      filtering = false;
      filterCount = 1;
      filterType = REPEATING;
      stack.clear();
      sweep = new TspSweep();
      for (Buffer buffer : buffers) {
        buffer.clear();
        buffer.appends = false;
      }
    }

    private void reset() {
      unit.reset();
      setPresets();
    }

    private void bind(TspTable channel) {
      channel.event("reset", this::reset);
      bindConstants(channel);
      channel.attribute("sense", 0, 3, () -> fourWire, mode -> fourWire = mode);
      bindSource(channel.table("source"));
      bindMeasure(channel.table("measure"));
      channel.event("abort", () -> {});
      bindTrigger(channel.table("trigger"));
      for (int k = 0; k < buffers.length; k++) {
        bufferTables[k] = channel.table("nvbuffer" + (k + 1));
        buffers[k].bind(bufferTables[k]);
      }
    }

    private void bindConstants(TspTable channel) {
      channel.constant("OUTPUT_DCAMPS", 0);
      channel.constant("OUTPUT_DCVOLTS", 1);
      channel.constant("OUTPUT_OFF", 0);
      channel.constant("OUTPUT_ON", 1);
      channel.constant("OUTPUT_HIGH_Z", 2);
      channel.constant("OUTPUT_NORMAL", 0);
      channel.constant("OUTPUT_ZERO", 2);
      channel.constant("SENSE_LOCAL", 0);
      channel.constant("SENSE_REMOTE", 1);
      channel.constant("AUTORANGE_OFF", 0);
      channel.constant("AUTORANGE_ON", 1);
      channel.constant("AUTOZERO_OFF", 0);
      channel.constant("AUTOZERO_ONCE", 1);
      channel.constant("AUTOZERO_AUTO", 2);
      channel.constant("FILTER_OFF", 0);
      channel.constant("FILTER_ON", 1);
      channel.constant("DISABLE", 0);
      channel.constant("ENABLE", 1);
      channel.constant("SOURCE_IDLE", 0);
      channel.constant("SOURCE_HOLD", 1);
    }

    private void bindTrigger(TspTable trigger) {
      trigger.event("initiate", this::initiate);
      attribute(trigger, "count", MOST_STEPS, () -> sweep.count, n -> sweep.count = n);
      TspTable arm = trigger.table("arm");
      attribute(arm, "count", MOST_STEPS, () -> sweep.arms, n -> sweep.arms = n);
      stimulus(arm);
      TspTable source = trigger.table("source");
      attribute(source, "action", 1, () -> sweep.changes, on -> sweep.changes = on);
      stimulus(source);
      for (String letter : List.of("v", "i")) {
        boolean current = letter.equals("i");
        Side side = current ? unit.current() : unit.voltage();
        source.function(
            "linear" + letter, arguments -> sweeps(side, current, spaced(arguments, false)));
        source.function(
            "log" + letter, arguments -> sweeps(side, current, spaced(arguments, true)));
        source.function(
            "list" + letter, arguments -> sweeps(side, current, arguments.table(1).numbers()));
      }
      TspTable measure = trigger.table("measure");
      attribute(measure, "action", 1, () -> sweep.measures, on -> sweep.measures = on);
      stimulus(measure);
      measure.function("v", arguments -> measures(arguments, List.of(Reading::volts)));
      measure.function("i", arguments -> measures(arguments, List.of(Reading::amperes)));
      measure.function(
          "iv", arguments -> measures(arguments, List.of(Reading::amperes, Reading::volts)));
      TspTable pulse = trigger.table("endpulse");
      attribute(pulse, "action", 1, () -> sweep.holdsInside, on -> sweep.holdsInside = on);
      stimulus(pulse);
      TspTable end = trigger.table("endsweep");
      attribute(end, "action", 1, () -> sweep.holds, on -> sweep.holds = on);
    }

    /** A whole number from 0 on. */
    private void attribute(TspTable table, String key, int most, IntSupplier get, IntConsumer set) {
      table.attribute(key, 0, most, get::getAsInt, value -> set.accept((int) value));
    }

    /** Events that a step waits for, of which there is none here: 0 is to wait for nothing. */
    private void stimulus(TspTable table) {
      table.attribute("stimulus", 0, 0, () -> 0, event -> {});
    }

    private double[] spaced(Arguments arguments, boolean logarithmic) {
      Staircase staircase = new Staircase(arguments.integer(3, 2, MOST_STEPS));
      staircase.setStart(arguments.number(1));
      staircase.setStop(arguments.number(2));
      staircase.setLogarithmic(logarithmic);
      return staircase.levels().stream().mapToDouble(level -> level).toArray();
    }

    private Object[] sweeps(Side side, boolean current, double... levels) {
      for (double level : levels) {
        within(side.ranges(), level);
      }
      sweep.levels = levels;
      sweep.current = current;
      return NOTHING;
    }

    private Object[] measures(Arguments arguments, List<ToDoubleFunction<Reading>> quantities) {
      List<Buffer> into = new ArrayList<>();
      for (int k = 1; k <= quantities.size(); k++) {
        into.add(buffer(arguments.table(k)));
      }
      sweep.buffers = into;
      sweep.quantities = quantities;
      return NOTHING;
    }

    /** Goes through the trigger model to its end. */
    private void initiate() {
      boolean changes = sweep.changes == 1;
      boolean measures = sweep.measures == 1;
      boolean incomplete =
          changes && sweep.levels.length == 0 || measures && sweep.buffers.isEmpty();
      if (incomplete || changes && sweep.current != unit.sourcesCurrent() || sweep.count == 0) {
        throw new CommandException(StandardError.SETTINGS_CONFLICT);
      }
      Side side = unit.sourced();
      double idle = side.level();
      long begun = surroundings.clock().nanos();
      for (int k = 0; k < (long) sweep.arms * sweep.count; k++) {
        if (changes) {
          unit.setLevel(side, sweep.levels[k % sweep.count % sweep.levels.length]);
        }
        if (measures) {
          store(begun);
        }
        if (changes && sweep.holdsInside == 0) {
          unit.setLevel(side, idle);
        }
      }
      if (changes && sweep.holds == 0) {
        unit.setLevel(side, idle);
      }
    }

    private void store(long begun) {
      Reading reading = read(sweep.buffers.size() == 2);
      double seconds = (reading.nanos() - begun) * 1e-9;
      for (int k = 0; k < sweep.buffers.size(); k++) {
        double value = shown(sweep.quantities.get(k).applyAsDouble(reading));
        sweep.buffers.get(k).add(value, reading.level(), seconds, status(reading));
      }
    }

    private int status(Reading reading) {
      boolean ranged = unit.voltage().meterAuto() || unit.current().meterAuto();
      return (reading.limited() ? IN_COMPLIANCE : 0)
          | (ranged ? METER_RANGED : 0)
          | (unit.sourced().sourceAuto() ? SOURCE_RANGED : 0)
          | (fourWire == 1 ? REMOTE_SENSE : 0)
          | (filtering ? FILTERED : 0);
    }

    private void bindSource(TspTable source) {
      source.attribute(
          "func",
          0,
          1,
          () -> unit.sourcesCurrent() ? 0 : 1,
          function -> setFunction(function == 0));
      source.attribute("output", 0, 2, () -> state, this::setOutput);
      bindSide(source, "v", unit.voltage());
      bindSide(source, "i", unit.current());
      source.attribute("limitp", 0, 40, () -> 0, watts -> {});
      source.readOnly("compliance", unit::inCompliance);
      source.attribute("offmode", 0, 2, () -> offMode, mode -> offMode = mode);
      source.attribute("offfunc", 0, 1, () -> offFunction, what -> offFunction = what);
      source.attribute("offlimiti", 1e-3, 1.01, () -> offLimit, amperes -> offLimit = amperes);
      source.attribute("offlimitv", 0.01, 40.4, () -> offVoltage, volts -> offVoltage = volts);
      source.attribute("delay", -1, 1e5, () -> sourceDelay, seconds -> sourceDelay = seconds);
      source.attribute("settling", 0, 130, () -> settlingMode, mode -> settlingMode = mode);
    }

    private void bindSide(TspTable source, String letter, Side side) {
      source.attribute(
          "level" + letter,
          side::level,
          level -> unit.setLevel(side, within(side.levels(), level)));
      source.attribute(
          "range" + letter,
          side::sourceRange,
          range -> changed(() -> unit.setSourceRange(side, within(side.ranges(), range))));
      source.attribute(
          "autorange" + letter,
          0,
          1,
          () -> side.sourceAuto() ? 1 : 0,
          auto -> unit.setSourceAuto(side, auto != 0));
      source.attribute(
          "limit" + letter,
          side::limit,
          limit -> unit.setLimit(side, within(side.limits(), limit)));
    }

    private void bindMeasure(TspTable measure) {
      bindMeter(measure, "v", unit.voltage());
      bindMeter(measure, "i", unit.current());
      measure.attribute("lowrangei", 0, 3, () -> lowRange, amperes -> lowRange = amperes);
      measure.attribute(
          "nplc", 1e-3, 25, () -> unit.voltage().cycles(), cycles -> changed(() -> cycles(cycles)));
      measure.attribute("autozero", 0, 2, () -> autoZero, this::setAutoZero);
      measure.attribute("delay", -1, 1e5, () -> measureDelay, seconds -> measureDelay = seconds);
      measure.attribute("count", 1, LARGEST_BUFFER, () -> count, readings -> count = readings);
      measure.attribute("interval", 0, 1, () -> interval, seconds -> interval = seconds);
      TspTable filter = measure.table("filter");
      filter.attribute(
          "enable", 0, 1, () -> filtering ? 1 : 0, on -> filter(() -> filtering = on != 0));
      filter.attribute(
          "count", 1, 100, () -> filterCount, readings -> filter(() -> filterCount = readings));
      filter.attribute("type", 0, 2, () -> filterType, type -> filter(() -> filterType = type));
      measure.function("v", arguments -> readings(arguments, Reading::volts));
      measure.function("i", arguments -> readings(arguments, Reading::amperes));
      measure.function(
          "r", arguments -> readings(arguments, reading -> reading.volts() / reading.amperes()));
      measure.function(
          "p", arguments -> readings(arguments, reading -> reading.volts() * reading.amperes()));
      measure.function("iv", arguments -> readings(arguments, Reading::amperes, Reading::volts));
    }

    private void bindMeter(TspTable measure, String letter, Side side) {
      measure.attribute(
          "range" + letter,
          side::meterRange,
          range -> changed(() -> unit.setMeterRange(side, within(side.ranges(), range))));
      measure.attribute(
          "autorange" + letter,
          0,
          2,
          () -> side.meterAuto() ? 1 : 0,
          auto -> unit.setMeterAuto(side, auto != 0));
    }

    /** Something that the references of autozero have to be taken again for. */
    private void changed(Runnable change) {
      change.run();
      refreshed = false;
    }

    private void setFunction(boolean toCurrent) {
      if (toCurrent != unit.sourcesCurrent()) {
        changed(() -> unit.setFunction(toCurrent));
        state = 0;
      }
    }

    private void setOutput(double wanted) {
      state = StrictMath.rint(wanted);
      unit.setOn(state == 1);
    }

    private void cycles(double cycles) {
      unit.voltage().setCycles(cycles);
      unit.current().setCycles(cycles);
    }

    private void setAutoZero(double mode) {
      autoZero = StrictMath.rint(mode);
      refreshed = false;
    }

    /**
     * As many readings as measure.count, into the buffers given; the last of them is the result.
     */
    @SafeVarargs
    private Object[] readings(Arguments arguments, ToDoubleFunction<Reading>... quantities) {
      Buffer[] into = new Buffer[Math.min(quantities.length, arguments.count())];
      for (int k = 0; k < into.length; k++) {
        into[k] = buffer(arguments.table(k + 1));
        if (!into[k].appends) {
          into[k].clear();
        }
      }
      Object[] results = new Object[quantities.length];
      long begun = surroundings.clock().nanos();
      for (int n = 0; n < count; n++) {
        panel.await(begun + Math.round(1e9 * n * interval));
        Reading reading = read(quantities.length == 2);
        for (int k = 0; k < quantities.length; k++) {
          double shown = shown(quantities[k].applyAsDouble(reading));
          results[k] = shown;
          if (k < into.length) {
            double seconds = (reading.nanos() - begun) * 1e-9;
            into[k].add(shown, reading.level(), seconds, status(reading));
          }
        }
      }
      return results;
    }

    private Buffer buffer(TspTable table) {
      for (int k = 0; k < buffers.length; k++) {
        if (bufferTables[k] == table) {
          return buffers[k];
        }
      }
      throw new CommandException(StandardError.DATA_TYPE_ERROR);
    }

    /** Sets the filter, which is empty then. */
    private void filter(Runnable change) {
      change.run();
      stack.clear();
    }

    private Reading read(boolean both) {
      unit.setAutoZero(autoZero > 0 && !refreshed);
      refreshed = true;
      long wait = Math.max(0, Math.round(1e9 * (sourceDelay + measureDelay)));
      long time = unit.readingTime(true, both);
      int conversions = filtering ? (int) filterCount : 1;
      return stack.read(
          conversions,
          filtering && filterType != REPEATING,
          surroundings.clock().nanos() + wait,
          from -> {
            panel.await(from + time);
            return unit.read(from, from + time);
          });
    }

    /** Which limit holds, as bits of the channel's measurement status. */
    private int condition() {
      if (!unit.inCompliance()) {
        return 0;
      }
      return unit.sourcesCurrent() ? VOLTAGE_LIMIT : CURRENT_LIMIT;
    }
  }

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final List<Channel> channels = new ArrayList<>();
  private TspLanguage language;

  /** A 2602B that is off, with these loads at the terminals of channels a (1) and b (2). */
  public Simulated2600(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    this.surroundings = surroundings;
    for (int number = 1; number <= CHANNELS; number++) {
      channels.add(new Channel(loads.apply(number)));
    }
    CommandTree tree = new CommandTree(Replies::plain);
    panel =
        new FrontPanel(
            surroundings.identity(IDENTITY),
            Wording.STANDARD,
            30,
            surroundings.clock(),
            tree,
            this::reset);
    panel.speak(
        common -> {
          language = new TspLanguage(panel, surroundings.clock(), common);
          return language;
        });
    bind(language.globals());
  }

  private void overlap() {
    channels.forEach(channel -> panel.overlap(channel.unit.settled()));
  }

  private void bind(TspTable globals) {
    globals.event("reset", this::reset);
    TspTable node = globals.table("localnode");
    node.readOnly("model", () -> "2602B");
    node.readOnly("serialno", () -> surroundings.serial(SERIAL));
    node.readOnly("revision", () -> "3.0.0");
    node.readOnly("linefreq", () -> 50.0);
    TspTable instrument = globals.table("status").table("measurement").table("instrument");
    for (int k = 0; k < CHANNELS; k++) {
      String name = "smu" + "ab".charAt(k);
      Channel channel = channels.get(k);
      TspTable table = globals.table(name);
      channel.bind(table);
      node.bind(name, table);
      instrument.table(name).readOnly("condition", () -> (double) channel.condition());
    }
    TspTable display = globals.table("display");
    display.event("clear", () -> {});
    display.attribute("screen", 0, 2, () -> 2, screen -> {});
    globals.table("beeper").function("beep", Simulated2600::beep);
  }

  private static Object[] beep(Arguments arguments) {
    arguments.number(1);
    arguments.number(2);
    return new Object[0];
  }

  private void reset() {
    channels.forEach(Channel::reset);
    language.reset();
  }

  private static double shown(double value) {
    return Double.isFinite(value) ? value : OVERFLOW;
  }

  private static double within(NumberRange range, double value) {
    if (!(value >= range.min() && value <= range.max())) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return value;
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
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return channels.stream().anyMatch(channel -> channel.unit.energised());
  }
}
