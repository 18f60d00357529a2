package org.spinbench.simulator.instrument.dcsource;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.dcsource.Qdac2Generator.Shape;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;

/**
 * A channel of a QDAC-II: its output, its list and its current sensor. Commands set its fields
 * directly, in V, s and power-line cycles.
 */
final class Qdac2Output implements DcOutput {
  static final double HIGH_RANGE = 10;
  static final double LOW_RANGE = 2;
  private static final double STEPS = 1 << 24;
  private static final double LOW_CURRENT = 200e-9;
  private static final double HIGH_CURRENT = 10e-3;
  private static final double LOW_NOISE = 30e-12;
  private static final double HIGH_NOISE = 1e-9;
  private static final double OVER = 1.05;
  private static final double LINE = 20e-3;

  /** Number of parts of the averaging time of a current sensor. */
  private static final int PARTS = 16;

  static final NumberRange DWELL = new NumberRange(Quantity.TIME, 1e-6, 3600, 1e-3);
  static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 3600, 0);
  static final NumberRange SLEW =
      new NumberRange(Quantity.NUMBER, 0.01, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * A pass through levels.
   *
   * @param dwell time at each level, s
   * @param analog whether the output ramps from level to level instead of stepping
   */
  record Plan(List<Double> levels, double dwell, int count, boolean down, boolean analog) {}

  /** Its number, from 1. */
  final int number;

  private final Surroundings surroundings;
  private final Supplier<FrontPanel> panel;
  private final IntPredicate leadsOut;
  private final TerminalLoad load;
  final Settling output;
  final LevelPass pass = new LevelPass();
  double voltage;
  boolean low;
  String filter = "MED";
  double slew = SLEW.preset();
  String mode = "FIX";
  boolean armed;
  private int next;
  private Plan present;
  Plan sweep;
  double triggered = Double.NaN;
  final EnumMap<Shape, Qdac2Generator> generators = new EnumMap<>(Shape.class);
  boolean stepped;
  List<Double> list = List.of();
  double dwell;
  double delay;
  int count;
  boolean down;
  String start;
  boolean continuous;
  int stepStart;
  int stepEnd;
  boolean lowCurrent;
  int cycles;
  double aperture;

  /**
   * A channel at zero.
   *
   * @param panel gives the instrument's panel
   * @param load the load at its terminals
   * @param leadsOut whether an internal trigger reaches the output trigger with the bench's cable
   */
  Qdac2Output(
      int number,
      Surroundings surroundings,
      Supplier<FrontPanel> panel,
      TerminalLoad load,
      IntPredicate leadsOut) {
    this.number = number;
    this.surroundings = surroundings;
    this.panel = panel;
    this.load = load;
    this.leadsOut = leadsOut;
    output = new Settling(0, surroundings.clock().nanos());
    for (Shape shape : Shape.values()) {
      generators.put(shape, new Qdac2Generator());
    }
    presetList();
  }

  private void presetList() {
    pass.abort(surroundings.clock().nanos());
    generators.values().forEach(Qdac2Output::stop);
    mode = "FIX";
    stepped = false;
    armed = false;
    next = 0;
    list = List.of();
    dwell = DWELL.preset();
    delay = DELAY.preset();
    count = 1;
    down = false;
    start = "IMM";
    continuous = false;
    stepStart = 0;
    stepEnd = 0;
    lowCurrent = false;
    cycles = 1;
    aperture = 0;
  }

  /**
   * Sets the fixed voltage. In another mode it is only stored; it takes effect when it is set in
   * fixed mode.
   */
  void setVoltage(double volts) {
    if (mode.equals("FIX")) {
      set(volts);
    } else {
      voltage = volts;
    }
  }

  /** Stops a generator. */
  static void stop(Qdac2Generator generator) {
    generator.armed = false;
    generator.run(null);
  }

  /** Arms the DC part, or starts it if its trigger is immediate. */
  void arm() {
    armed = start.equals("BUS") || start.startsWith("INT");
    next = 0;
    if (start.equals("IMM")) {
      initiate();
    }
  }

  /** Whether the DC part starts with a trigger of this source. */
  boolean waitsFor(String source) {
    return (armed || continuous) && start.equals(source);
  }

  /** A trigger from its source: starts the DC part, or advances its list by one level. */
  void fire() {
    if (stepped && mode.equals("LIST") && !list.isEmpty()) {
      set(list.get(down ? list.size() - 1 - next : next));
      next = (next + 1) % list.size();
      armed = continuous || next > 0;
      return;
    }
    armed = continuous;
    initiate();
  }

  /** Whether a generator or a pass is running. */
  boolean busy() {
    long now = surroundings.clock().nanos();
    return pass.running(now) || generators.values().stream().anyMatch(g -> g.running(now));
  }

  private void initiate() {
    if (mode.equals("FIX")) {
      if (!Double.isNaN(triggered)) {
        set(triggered);
      }
      return;
    }
    boolean listed = mode.equals("LIST");
    Plan plan = listed ? new Plan(list, dwell, count, down, false) : sweep;
    int length = plan.levels.size();
    if (length == 0 || listed && stepped) {
      return;
    }
    double step = (low ? LOW_RANGE : HIGH_RANGE) / STEPS;
    double[] levels = new double[LevelPass.length(length, plan.count)];
    for (int k = 0; k < levels.length; k++) {
      int place = k % length;
      double volts = plan.levels.get(plan.down ? length - 1 - place : place);
      levels[k] = StrictMath.rint(volts / step) * step;
    }
    double[] dwells = new double[levels.length];
    Arrays.fill(dwells, plan.dwell);
    present = plan;
    long begin = surroundings.clock().nanos() + Math.round(1e9 * delay);
    LevelPass.Pulses pulses =
        leadsOut.test(stepStart)
            ? LevelPass.Pulses.BEGINNINGS
            : leadsOut.test(stepEnd) ? LevelPass.Pulses.ENDS : LevelPass.Pulses.NONE;
    pass.startPass(output, settlingTime(), begin, levels, dwells, pulses);
    if (plan.analog) {
      long[] begins = new long[levels.length];
      Arrays.setAll(begins, k -> begin + Math.round(1e9 * plan.dwell * k));
      output.followRamps(levels, begins, plan.dwell);
    }
  }

  /** Remaining repetitions of its list or sweep. */
  int left() {
    long now = surroundings.clock().nanos();
    int at = pass.at(now);
    return pass.running(now) ? present.count - Math.max(0, at) / present.levels.size() : 0;
  }

  /** Stops the DC part and every generator. */
  void abortAll() {
    abort();
    generators.values().forEach(Qdac2Output::stop);
  }

  void abort() {
    armed = false;
    long now = surroundings.clock().nanos();
    if (pass.running(now)) {
      output.approach(output.at(now), now, 0);
      pass.abort(now);
    }
  }

  /** Averaging time of its sensor, s. */
  double averaging() {
    return aperture > 0 ? aperture : LINE * cycles;
  }

  /** The current of its sensor, averaged over its aperture or its power-line cycles, A. */
  double current(long begin) {
    long time = Math.round(1e9 * averaging());
    panel.get().await(begin + time);
    double most = OVER * (lowCurrent ? LOW_CURRENT : HIGH_CURRENT);
    double noise = (lowCurrent ? LOW_NOISE : HIGH_NOISE) / Math.sqrt(averaging() / LINE);
    double amperes = noise * surroundings.gaussian();
    for (int part = 0; part < PARTS; part++) {
      long moment = begin + Math.round(time * (part + 0.5) / PARTS);
      amperes += load.at(moment).under(level(moment)).current() / PARTS;
    }
    return Math.max(-most, Math.min(most, amperes));
  }

  @Override
  public DcLevel level(long nanos) {
    double volts = output.at(nanos);
    for (Qdac2Generator generator : generators.values()) {
      volts += generator.at(nanos);
    }
    return DcLevel.volts(volts, Double.POSITIVE_INFINITY);
  }

  @Override
  public DcLevel crest(DcLevel level, long nanos) {
    double high = output.at(nanos);
    double low = high;
    for (Qdac2Generator generator : generators.values()) {
      high += generator.extreme(true, nanos);
      low += generator.extreme(false, nanos);
    }
    return DcLevel.volts(high > -low ? high : low, Double.POSITIVE_INFINITY);
  }

  @Override
  public long turn(long after) {
    long turn = output.turn(after);
    for (Qdac2Generator generator : generators.values()) {
      turn = Math.min(turn, generator.turn(after));
    }
    return turn;
  }

  private void set(double volts) {
    voltage = volts;
    double step = (low ? LOW_RANGE : HIGH_RANGE) / STEPS;
    double target = StrictMath.rint(volts / step) * step;
    long now = surroundings.clock().nanos();
    double time = settlingTime();
    double ramp = Math.abs(target - output.at(now)) / slew;
    if (ramp > time) {
      output.ramp(target, now, ramp);
    } else {
      output.approach(target, now, time);
    }
    panel.get().overlap(now + Math.round(1e9 * Math.max(time, ramp)));
  }

  private double settlingTime() {
    return switch (filter) {
      case "DC" -> 110e-3;
      case "MED" -> 2e-3;
      default -> 0.1e-3;
    };
  }

  void reset() {
    low = false;
    triggered = Double.NaN;
    filter = "MED";
    slew = SLEW.preset();
    presetList();
    set(0);
  }

  static String joined(List<Double> values) {
    return values.stream().map(Replies::plain).collect(Collectors.joining(","));
  }
}
