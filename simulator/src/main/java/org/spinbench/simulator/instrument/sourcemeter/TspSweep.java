package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.tsp.Arguments;
import org.spinbench.simulator.tsp.TspTable;

/**
 * The trigger model of a channel of a 2600: sets the levels of a sweep, measures at each into one
 * or two buffers, and returns to the setpoint (2600B reference manual 2600BS-901-01, section 7,
 * {@code smuX.trigger}). initiate() ends after the whole sweep.
 */
final class TspSweep {
  private static final int MOST_STEPS = 100_000;
  private static final Object[] NOTHING = {};

  /** The limit of a sweep that is that of the source. */
  static final double LIMIT_AUTO = 0;

  /** Takes the readings of a sweep. */
  interface Meter {
    /** The buffer of a table; refuses a table that is not a buffer. */
    TspBuffer buffer(TspTable table);

    /** A reading of voltage and current, or of one of them. */
    Reading read(boolean both);

    /** The status to store with it. */
    int status(Reading reading);
  }

  private final SourceMeasureUnit unit;
  private final BenchClock clock;
  private final Meter meter;
  private double[] levels;
  private boolean current;
  private List<TspBuffer> buffers;
  private List<ToDoubleFunction<Reading>> quantities;
  private int changing;
  private int measuring;
  private int count;
  private int arms;
  private int holdsInside;
  private int holds;
  private double voltageLimit;
  private double currentLimit;

  /** A sweep that sets nothing and measures nothing. */
  TspSweep(SourceMeasureUnit unit, BenchClock clock, Meter meter) {
    this.unit = unit;
    this.clock = clock;
    this.meter = meter;
    preset();
  }

  /** The state after a reset. */
  void preset() {
    levels = new double[0];
    current = false;
    buffers = List.of();
    quantities = List.of();
    changing = 0;
    measuring = 0;
    count = 1;
    arms = 1;
    holdsInside = 1;
    holds = 0;
    voltageLimit = LIMIT_AUTO;
    currentLimit = LIMIT_AUTO;
  }

  void bind(TspTable trigger) {
    trigger.event("initiate", this::initiate);
    attribute(trigger, "count", MOST_STEPS, () -> count, n -> count = n);
    TspTable arm = trigger.table("arm");
    attribute(arm, "count", MOST_STEPS, () -> arms, n -> arms = n);
    stimulus(arm);
    TspTable source = trigger.table("source");
    attribute(source, "action", 1, () -> changing, on -> changing = on);
    stimulus(source);
    for (String letter : List.of("v", "i")) {
      boolean ofCurrent = letter.equals("i");
      Side side = ofCurrent ? unit.current() : unit.voltage();
      source.function(
          "linear" + letter, arguments -> sweeps(side, ofCurrent, spaced(arguments, false)));
      source.function(
          "log" + letter, arguments -> sweeps(side, ofCurrent, spaced(arguments, true)));
      source.function(
          "list" + letter, arguments -> sweeps(side, ofCurrent, arguments.table(1).numbers()));
    }
    source.attribute(
        "limitv", () -> voltageLimit, volts -> voltageLimit = limit(unit.voltage(), volts));
    source.attribute(
        "limiti", () -> currentLimit, amperes -> currentLimit = limit(unit.current(), amperes));
    TspTable measure = trigger.table("measure");
    attribute(measure, "action", 1, () -> measuring, on -> measuring = on);
    stimulus(measure);
    measure.function("v", arguments -> measures(arguments, List.of(Reading::volts)));
    measure.function("i", arguments -> measures(arguments, List.of(Reading::amperes)));
    measure.function(
        "r", arguments -> measures(arguments, List.of(one -> one.volts() / one.amperes())));
    measure.function(
        "p", arguments -> measures(arguments, List.of(one -> one.volts() * one.amperes())));
    measure.function(
        "iv", arguments -> measures(arguments, List.of(Reading::amperes, Reading::volts)));
    TspTable pulse = trigger.table("endpulse");
    attribute(pulse, "action", 1, () -> holdsInside, on -> holdsInside = on);
    stimulus(pulse);
    TspTable end = trigger.table("endsweep");
    attribute(end, "action", 1, () -> holds, on -> holds = on);
  }

  private static double limit(Side side, double wanted) {
    return wanted == LIMIT_AUTO ? LIMIT_AUTO : TspChannel.within(side.limits(), wanted);
  }

  /** Binds a nonnegative whole number. */
  private void attribute(TspTable table, String key, int most, IntSupplier get, IntConsumer set) {
    table.attribute(key, 0, most, get::getAsInt, value -> set.accept((int) value));
  }

  /** Binds the event that a step waits for. Only 0 (no wait) is simulated. */
  private void stimulus(TspTable table) {
    table.attribute("stimulus", 0, 0, () -> 0, event -> {});
  }

  private double[] spaced(Arguments arguments, boolean logarithmic) {
    Staircase staircase = new Staircase(arguments.integer(3, 2, MOST_STEPS), MOST_STEPS);
    staircase.setStart(arguments.number(1));
    staircase.setStop(arguments.number(2));
    staircase.setLogarithmic(logarithmic);
    return staircase.levels().stream().mapToDouble(level -> level).toArray();
  }

  private Object[] sweeps(Side side, boolean ofCurrent, double... wanted) {
    for (double level : wanted) {
      TspChannel.within(side.ranges(), level);
    }
    levels = wanted;
    current = ofCurrent;
    return NOTHING;
  }

  private Object[] measures(Arguments arguments, List<ToDoubleFunction<Reading>> wanted) {
    List<TspBuffer> into = new ArrayList<>();
    for (int k = 1; k <= wanted.size(); k++) {
      into.add(meter.buffer(arguments.table(k)));
    }
    buffers = into;
    quantities = wanted;
    return NOTHING;
  }

  /** Executes the trigger model to its end. */
  private void initiate() {
    boolean changes = changing == 1;
    boolean measures = measuring == 1;
    boolean incomplete = changes && levels.length == 0 || measures && buffers.isEmpty();
    if (incomplete || changes && current != unit.sourcesCurrent() || count == 0) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    Side side = unit.sourced();
    Side limited = unit.sourcesCurrent() ? unit.voltage() : unit.current();
    double usual = limited.limit();
    double wanted = unit.sourcesCurrent() ? voltageLimit : currentLimit;
    if (wanted != LIMIT_AUTO) {
      unit.setLimit(limited, wanted);
    }
    double idle = side.level();
    long begun = clock.nanos();
    for (int k = 0; k < (long) arms * count; k++) {
      if (changes) {
        unit.setLevel(side, levels[k % count % levels.length]);
      }
      if (measures) {
        store(begun);
      }
      if (changes && holdsInside == 0) {
        unit.setLevel(side, idle);
      }
    }
    if (changes && holds == 0) {
      unit.setLevel(side, idle);
    }
    if (wanted != LIMIT_AUTO) {
      unit.setLimit(limited, usual);
    }
  }

  private void store(long begun) {
    Reading reading = meter.read(buffers.size() == 2);
    double seconds = (reading.nanos() - begun) * 1e-9;
    for (int k = 0; k < buffers.size(); k++) {
      double value = TspBuffer.shown(quantities.get(k).applyAsDouble(reading));
      buffers.get(k).add(value, reading.level(), seconds, meter.status(reading));
    }
  }
}
