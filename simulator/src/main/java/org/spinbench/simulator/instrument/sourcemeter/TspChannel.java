package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.tsp.Arguments;
import org.spinbench.simulator.tsp.TspStored;
import org.spinbench.simulator.tsp.TspTable;

/**
 * A channel of a 2600, bound into TSP: source, meter, filter and buffers (2600B reference manual
 * 2600BS-901-01, section 7, {@code smuX}).
 */
final class TspChannel implements TspSweep.Meter {
  private static final int APERTURES = 3;
  static final int VOLTAGE_LIMIT = 1;
  static final int CURRENT_LIMIT = 2;

  /** Bits of the status of a reading in a buffer (section 3, "Buffer status"). */
  private static final int METER_RANGED = 0x04;

  private static final int SOURCE_RANGED = 0x08;
  private static final int REMOTE_SENSE = 0x10;
  private static final int IN_COMPLIANCE = 0x40;
  private static final int FILTERED = 0x80;

  /** The type of filter that is refilled for every reading. */
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

  private final Surroundings surroundings;
  private final Supplier<FrontPanel> panel;
  private final SourceMeasureUnit unit;
  private final TspBuffer[] buffers = {new TspBuffer(), new TspBuffer()};
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
  private final TspSweep sweep;
  private final TspStored stored = new TspStored();
  private final List<Runnable> offsets = new ArrayList<>();

  /**
   * A channel that is off.
   *
   * @param panel gives the instrument's panel
   * @param load at its terminals
   * @param changed called after every change of its output
   */
  TspChannel(
      Surroundings surroundings, Supplier<FrontPanel> panel, TerminalLoad load, Runnable changed) {
    this.surroundings = surroundings;
    this.panel = panel;
    unit = new SourceMeasureUnit(surroundings.andThen(changed), load, MODEL);
    sweep = new TspSweep(unit, surroundings.clock(), this);
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
    stored.reset();
    offsets.forEach(Runnable::run);
    sweep.preset();
    for (TspBuffer buffer : buffers) {
      buffer.preset();
    }
  }

  void reset() {
    unit.reset();
    setPresets();
  }

  void bind(TspTable channel) {
    channel.event("reset", this::reset);
    bindConstants(channel);
    channel.attribute("sense", 0, 3, () -> fourWire, mode -> fourWire = mode);
    bindSource(channel.table("source"));
    bindMeasure(channel.table("measure"));
    channel.event("abort", () -> {});
    channel.table("buffer").function("getstats", this::statistics);
    sweep.bind(channel.table("trigger"));
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
    channel.constant("REL_OFF", 0);
    channel.constant("REL_ON", 1);
    channel.constant("LIMIT_AUTO", TspSweep.LIMIT_AUTO);
    channel.constant("SOURCE_IDLE", 0);
    channel.constant("SOURCE_HOLD", 1);
  }

  @Override
  public int status(Reading reading) {
    boolean ranged = unit.voltage().meterAuto() || unit.current().meterAuto();
    return (reading.limited() ? IN_COMPLIANCE : 0)
        | (ranged ? METER_RANGED : 0)
        | (unit.sourced().sourceAuto() ? SOURCE_RANGED : 0)
        | (fourWire == 1 ? REMOTE_SENSE : 0)
        | (filtering ? FILTERED : 0);
  }

  private void bindSource(TspTable source) {
    source.attribute(
        "func", 0, 1, () -> unit.sourcesCurrent() ? 0 : 1, function -> setFunction(function == 0));
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
    for (String letter : List.of("v", "i")) {
      NumberRange ranges = (letter.equals("v") ? unit.voltage() : unit.current()).ranges();
      stored.number(source, "lowrange" + letter, 0, ranges.max(), 0);
    }
    stored.number(source, "highc", 0, 1, 0);
    stored.number(source, "sink", 0, 1, 0);
    stored.number(source, "outputenableaction", 0, 2, 0);
    source.attribute("settling", 0, 130, () -> settlingMode, mode -> settlingMode = mode);
  }

  /** Sets a level; a change of the range for it ends before the script continues. */
  private void step(Side side, double level) {
    double range = side.sourceRange();
    unit.setLevel(side, level);
    if (side.sourceRange() != range) {
      panel.get().await(unit.settled());
    }
  }

  private void bindSide(TspTable source, String letter, Side side) {
    source.attribute(
        "level" + letter, side::level, level -> step(side, within(side.levels(), level)));
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
        "limit" + letter, side::limit, limit -> unit.setLimit(side, within(side.limits(), limit)));
  }

  private void bindMeasure(TspTable measure) {
    bindMeter(measure, "v", unit.voltage());
    bindMeter(measure, "i", unit.current());
    measure.attribute("lowrangei", 0, 3, () -> lowRange, amperes -> lowRange = amperes);
    stored.number(measure, "analogfilter", 0, 1, 1);
    stored.number(measure, "delayfactor", 0, 1000, 1);
    stored.number(measure, "lowrangev", 0, VOLTAGE.most(), VOLTAGE.ranges().get(0).name());
    measure.attribute(
        "nplc", 1e-3, 25, () -> unit.voltage().cycles(), cycles -> changed(() -> cycles(cycles)));
    measure.attribute("autozero", 0, 2, () -> autoZero, this::setAutoZero);
    measure.attribute("delay", -1, 1e5, () -> measureDelay, seconds -> measureDelay = seconds);
    measure.attribute("count", 1, TspBuffer.LARGEST, () -> count, readings -> count = readings);
    measure.attribute("interval", 0, 1, () -> interval, seconds -> interval = seconds);
    TspTable filter = measure.table("filter");
    filter.attribute(
        "enable", 0, 1, () -> filtering ? 1 : 0, on -> filter(() -> filtering = on != 0));
    filter.attribute(
        "count", 1, 100, () -> filterCount, readings -> filter(() -> filterCount = readings));
    filter.attribute("type", 0, 2, () -> filterType, type -> filter(() -> filterType = type));
    TspTable relative = measure.table("rel");
    Map<String, ToDoubleFunction<Reading>> quantities = new LinkedHashMap<>();
    quantities.put("v", Reading::volts);
    quantities.put("i", Reading::amperes);
    quantities.put("r", reading -> reading.volts() / reading.amperes());
    quantities.put("p", reading -> reading.volts() * reading.amperes());
    quantities.replaceAll((letter, quantity) -> relative(relative, letter, quantity));
    quantities.forEach(
        (letter, quantity) -> measure.function(letter, arguments -> readings(arguments, quantity)));
    measure.function(
        "iv", arguments -> readings(arguments, quantities.get("i"), quantities.get("v")));
  }

  /** A quantity from which its offset is subtracted where that is enabled. */
  private ToDoubleFunction<Reading> relative(
      TspTable table, String letter, ToDoubleFunction<Reading> quantity) {
    double[] offset = new double[1];
    boolean[] enabled = new boolean[1];
    offsets.add(
        () -> {
          offset[0] = 0;
          enabled[0] = false;
        });
    table.attribute("level" + letter, () -> offset[0], level -> offset[0] = level);
    table.attribute("enable" + letter, 0, 1, () -> enabled[0] ? 1 : 0, on -> enabled[0] = on != 0);
    return reading -> quantity.applyAsDouble(reading) - (enabled[0] ? offset[0] : 0);
  }

  /** Statistics of a buffer: number, mean, standard deviation, smallest and largest reading. */
  private Object[] statistics(Arguments arguments) {
    double[] readings = buffer(arguments.table(1)).readings();
    TspTable table = new TspTable("statistics");
    table.readOnly("n", () -> (double) readings.length);
    if (readings.length > 0) {
      double mean = DoubleStream.of(readings).average().orElseThrow();
      double squares = DoubleStream.of(readings).map(one -> (one - mean) * (one - mean)).sum();
      table.constant("mean", mean);
      table.constant(
          "stddev", readings.length < 2 ? 0 : Math.sqrt(squares / (readings.length - 1)));
      table.table("min").constant("reading", DoubleStream.of(readings).min().orElseThrow());
      table.table("max").constant("reading", DoubleStream.of(readings).max().orElseThrow());
    }
    return new Object[] {table};
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

  /** Makes a change after which autozero measures its references again. */
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

  /** Takes as many readings as measure.count into the given buffers; the last one is the result. */
  @SafeVarargs
  private Object[] readings(Arguments arguments, ToDoubleFunction<Reading>... quantities) {
    TspBuffer[] into = new TspBuffer[Math.min(quantities.length, arguments.count())];
    for (int k = 0; k < into.length; k++) {
      into[k] = buffer(arguments.table(k + 1));
      into[k].fill();
    }
    Object[] results = new Object[quantities.length];
    long begun = surroundings.clock().nanos();
    for (int n = 0; n < count; n++) {
      panel.get().await(begun + Math.round(1e9 * n * interval));
      Reading reading = read(quantities.length == 2);
      for (int k = 0; k < quantities.length; k++) {
        double shown = TspBuffer.shown(quantities[k].applyAsDouble(reading));
        results[k] = shown;
        if (k < into.length) {
          double seconds = (reading.nanos() - begun) * 1e-9;
          into[k].add(shown, reading.level(), seconds, status(reading));
        }
      }
    }
    return results;
  }

  @Override
  public TspBuffer buffer(TspTable table) {
    for (int k = 0; k < buffers.length; k++) {
      if (bufferTables[k] == table) {
        return buffers[k];
      }
    }
    throw new CommandException(StandardError.DATA_TYPE_ERROR);
  }

  /** Changes the filter and empties it. */
  private void filter(Runnable change) {
    change.run();
    stack.clear();
  }

  @Override
  public Reading read(boolean both) {
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
          panel.get().await(from + time);
          return unit.read(from, from + time);
        });
  }

  /** The active limit, as bits of the channel's measurement status. */
  int condition() {
    if (!unit.inCompliance()) {
      return 0;
    }
    return unit.sourcesCurrent() ? VOLTAGE_LIMIT : CURRENT_LIMIT;
  }

  SourceMeasureUnit unit() {
    return unit;
  }

  /** The value if it is in the range; error -222 otherwise. */
  static double within(NumberRange range, double value) {
    if (!(value >= range.min() && value <= range.max())) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return value;
  }
}
