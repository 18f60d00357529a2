package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.spinbench.simulator.instrument.Nanovoltmeter;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * Delta mode and differential conductance of a 6221 with a 2182A behind it (6220/6221 reference
 * manual 622X-901-01, section 5).
 *
 * <p>The current alternates. Each level lasts for the delay and one conversion of the
 * nanovoltmeter. Three successive conversions X, Y, Z make reading n = 0, 1, 2 ... (page 5-22): V =
 * (-1)ⁿ (X − 2Y + Z)/4, in which a constant voltage, such as a thermal one, and its linear drift
 * cancel. In differential conductance the levels alternate by the delta around a staircase, whose
 * steps cancel like the drift (page 5-53).
 *
 * <p>These points are unconfirmed: the range of the source; that INITiate switches the output on
 * and stays at the last level. Pulse delta and cold switching are not simulated.
 */
final class Delta6221 {
  /** Bit of the operation status for the end of a count (figure 11-1). */
  private static final int DONE = 1 << 1;

  /** Bit of the operation status while it works (figure 11-1). */
  private static final int WORKING = 1 << 3;

  private static final int POINTS = 3;
  private static final String DELTA = "[:SOURce#]:DELTa";
  private static final String CONDUCTANCE = "[:SOURce#]:DCONductance";
  private static final String PULSES = "[:SOURce#]:PDELta";

  /** What the mode needs of its source. */
  interface Source {
    /** Whether the output is in compliance at a moment. */
    boolean limited(long nanos);

    /** Prepares the output, which goes off, for a current, A; gives its settling time, s. */
    double prepare(double largest);

    /** Switches the output on at what the mode drives, or off. */
    void switched(boolean on);
  }

  /**
   * The levels of a test.
   *
   * @param even the first level, A
   * @param odd the second level without a step, A
   * @param step from each level to the next, A
   */
  private record Currents(double even, double odd, double step) {
    double at(int number) {
      return (number % 2 == 0 ? even : odd) + number * step;
    }
  }

  private final StoredSettings stored;
  private final Surroundings surroundings;
  private final Supplier<FrontPanel> panel;
  private final Source source;
  private final DeltaReadings6221 readings;
  private final Value<Double> low;
  private double high;
  private Nanovoltmeter meter;

  private boolean armed;
  private boolean staircase;
  private Currents currents = new Currents(0, 0, 0);
  private double settling;

  /** When the first level began; the largest number if the mode does not drive the output. */
  private long start = Long.MAX_VALUE;

  private long phase = 1;
  private long delay;
  private int levels;
  private boolean ended = true;
  private int next;
  private final Deque<Double> conversions = new ArrayDeque<>();

  /** A mode that is not armed, with its commands in this tree. */
  Delta6221(
      CommandTree tree,
      PresetSettings settings,
      StoredSettings stored,
      Surroundings surroundings,
      Supplier<FrontPanel> panel,
      Source source) {
    this.stored = stored;
    this.surroundings = surroundings;
    this.panel = panel;
    this.source = source;
    readings = new DeltaReadings6221(tree, stored, this::upToNow, this::awaitNext);
    tree.number(DELTA + ":HIGH", Waveform6221.OFFSET, () -> high, this::setHigh);
    low = settings.number(DELTA + ":LOW", Waveform6221.OFFSET);
    for (String mode : List.of(DELTA, CONDUCTANCE, PULSES)) {
      tree.event(mode + ":ARM", () -> arm(mode));
      tree.query(mode + ":ARM", () -> Replies.flag(armed && mode().equals(mode)));
      tree.query(mode + ":NVPResent", () -> Replies.flag(meter != null));
    }
    tree.command(
        "SYSTem:COMMunicate:SERial:SEND",
        1,
        1,
        call -> {
          String message = call.quoted();
          if (meter != null) {
            meter.send(message);
          }
        });
    tree.query("SYSTem:COMMunicate:SERial:ENTer", () -> meter == null ? "" : meter.enter());
  }

  /** Connects the nanovoltmeter. */
  void attach(Nanovoltmeter nanovoltmeter) {
    meter = nanovoltmeter;
  }

  void preset() {
    high = 0;
    abort();
    readings.preset();
  }

  private void setHigh(double amperes) {
    high = amperes;
    low.set(-amperes);
  }

  boolean armed() {
    return armed;
  }

  private String mode() {
    return staircase ? CONDUCTANCE : DELTA;
  }

  private void arm(String mode) {
    if (meter == null || mode.equals(PULSES)) {
      throw new CommandException(StandardError.HARDWARE_MISSING);
    }
    if (armed) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    boolean conductance = mode.equals(CONDUCTANCE);
    Currents wanted = conductance ? aroundStaircase() : new Currents(high, low.get(), 0);
    int last = count(conductance) + 1;
    double most = 0;
    for (int number : new int[] {0, 1, last - 1, last}) {
      most = Math.max(most, Math.abs(wanted.at(number)));
    }
    settling = source.prepare(most);
    staircase = conductance;
    currents = wanted;
    readings.begin(count(conductance), (wanted.even - wanted.odd) / 2);
    armed = true;
  }

  private Currents aroundStaircase() {
    double begin = stored.number(CONDUCTANCE + ":STARt");
    double step = stored.number(CONDUCTANCE + ":STEP");
    double delta = stored.number(CONDUCTANCE + ":DELTa");
    double up = stored.number(CONDUCTANCE + ":STOP") - begin;
    return new Currents(begin + delta, begin - delta, Math.copySign(step, up));
  }

  /** The number of readings of a test; of an endless one, as many as the buffer can hold. */
  private int count(boolean conductance) {
    double count = stored.number(DELTA + ":COUNt");
    if (conductance) {
      double step = stored.number(CONDUCTANCE + ":STEP");
      double span = stored.number(CONDUCTANCE + ":STOP") - stored.number(CONDUCTANCE + ":STARt");
      count = step == 0 ? 1 : 1 + Math.floor(Math.abs(span) / step * (1 + 1e-9));
    }
    return (int) Math.min(DeltaReadings6221.MOST, count);
  }

  /** Starts an armed test. */
  void begin() {
    upToNow();
    if (!ended) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    int count = count(staircase);
    boolean endless = !staircase && Double.isInfinite(stored.number(DELTA + ":COUNt"));
    readings.begin(count, (currents.even - currents.odd) / 2);
    source.switched(true);
    delay = Math.round(1e9 * stored.number(mode() + ":DELay"));
    phase = delay + meter.conversion();
    levels = endless ? Integer.MAX_VALUE : count + POINTS - 1;
    next = 0;
    conversions.clear();
    ended = false;
    start = surroundings.clock().nanos();
    if (endless) {
      panel.get().operation().condition(WORKING);
    } else {
      panel.get().operate(WORKING, start + levels * phase);
    }
    surroundings.outputChanged().run();
  }

  /** Ends a test; the output is the source's again. */
  void abort() {
    upToNow();
    armed = false;
    ended = true;
    if (start != Long.MAX_VALUE) {
      panel.get().operation().condition(0);
    }
    start = Long.MAX_VALUE;
  }

  /** Whether the mode determines the output at a moment. */
  boolean drives(long nanos) {
    return nanos >= start;
  }

  /** The current at a moment at which it drives, A. */
  double at(long nanos) {
    int number = (int) Math.min(levels - 1L, (nanos - start) / phase);
    double from = number == 0 ? 0 : currents.at(number - 1);
    double part = (nanos - start - number * phase) / (1e9 * settling);
    return Settling.approached(from, currents.at(number), part);
  }

  /** The next moment, later than one, at which the current turns. */
  long turn(long after) {
    if (start == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    long number = after < start ? 0 : (after - start) / phase + 1;
    return number < levels ? start + number * phase : Long.MAX_VALUE;
  }

  /** Takes the conversions that have ended; of very many, those that the buffer can hold. */
  void upToNow() {
    if (ended) {
      return;
    }
    int due = (int) Math.min(levels, (surroundings.clock().nanos() - start) / phase);
    int most = DeltaReadings6221.MOST + POINTS;
    if (due - next > most) {
      next = due - most;
      conversions.clear();
    }
    while (next < due && !ended) {
      convert(next++);
    }
    if (next == levels && !ended) {
      ended = true;
      panel.get().operation().signal(DONE);
    }
  }

  private void convert(int number) {
    long begin = start + number * phase;
    conversions.addLast(meter.convert(begin + delay));
    boolean limited = source.limited(begin + phase - 1);
    if (limited && stored.flag(mode() + ":CABort")) {
      ended = true;
      source.switched(false);
      return;
    }
    if (conversions.size() == POINTS) {
      double[] points = conversions.stream().mapToDouble(volts -> volts).toArray();
      int sign = number % 2 == 0 ? 1 : -1;
      readings.take(points, sign, currents.at(number), limited, begin + phase);
      conversions.removeFirst();
    }
  }

  /** Waits for the end of the next conversion; does nothing if there is none. */
  private void awaitNext() {
    if (!ended) {
      panel.get().await(start + (next + 1) * phase);
      upToNow();
    }
  }
}
