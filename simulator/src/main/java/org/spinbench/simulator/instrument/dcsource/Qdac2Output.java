package org.spinbench.simulator.instrument.dcsource;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

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
  boolean listed;
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

  /**
   * A channel at zero.
   *
   * @param panel gives the instrument's panel
   * @param load the load at its terminals
   * @param leadsOut whether an internal trigger reaches the output trigger with the bench's cable
   */
  Qdac2Output(
      Surroundings surroundings,
      Supplier<FrontPanel> panel,
      TerminalLoad load,
      IntPredicate leadsOut) {
    this.surroundings = surroundings;
    this.panel = panel;
    this.load = load;
    this.leadsOut = leadsOut;
    output = new Settling(0, surroundings.clock().nanos());
    presetList();
  }

  private void presetList() {
    pass.abort(surroundings.clock().nanos());
    listed = false;
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
  }

  /**
   * Sets the fixed voltage. In list mode it is only stored; it takes effect when it is set in fixed
   * mode.
   */
  void setVoltage(double volts) {
    if (listed) {
      voltage = volts;
    } else {
      set(volts);
    }
  }

  void initiate() {
    if (!listed || list.isEmpty() || !start.equals("IMM")) {
      return;
    }
    double step = (low ? LOW_RANGE : HIGH_RANGE) / STEPS;
    double[] levels = new double[list.size() * count];
    for (int k = 0; k < levels.length; k++) {
      int place = k % list.size();
      double volts = list.get(down ? list.size() - 1 - place : place);
      levels[k] = StrictMath.rint(volts / step) * step;
    }
    double[] dwells = new double[levels.length];
    Arrays.fill(dwells, dwell);
    long begin = surroundings.clock().nanos() + Math.round(1e9 * delay);
    LevelPass.Pulses pulses =
        leadsOut.test(stepStart)
            ? LevelPass.Pulses.BEGINNINGS
            : leadsOut.test(stepEnd) ? LevelPass.Pulses.ENDS : LevelPass.Pulses.NONE;
    pass.startPass(output, settlingTime(), begin, levels, dwells, pulses);
  }

  /** Remaining repetitions of its list. */
  int left() {
    long now = surroundings.clock().nanos();
    int at = pass.at(now);
    return pass.running(now) ? count - Math.max(0, at) / list.size() : 0;
  }

  void abort() {
    long now = surroundings.clock().nanos();
    if (pass.running(now)) {
      output.approach(output.at(now), now, 0);
      pass.abort(now);
    }
  }

  /** The current of its sensor, averaged over its power-line cycles, A. */
  double current() {
    long begin = surroundings.clock().nanos();
    long time = Math.round(1e9 * LINE * cycles);
    panel.get().await(begin + time);
    double most = OVER * (lowCurrent ? LOW_CURRENT : HIGH_CURRENT);
    double noise = (lowCurrent ? LOW_NOISE : HIGH_NOISE) / Math.sqrt(cycles);
    double amperes = noise * surroundings.gaussian();
    for (int part = 0; part < PARTS; part++) {
      long moment = begin + Math.round(time * (part + 0.5) / PARTS);
      amperes += load.at(moment).under(level(moment)).current() / PARTS;
    }
    return Math.max(-most, Math.min(most, amperes));
  }

  @Override
  public DcLevel level(long nanos) {
    return DcLevel.volts(output.at(nanos), Double.POSITIVE_INFINITY);
  }

  @Override
  public long turn(long after) {
    return output.turn(after);
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
    filter = "MED";
    slew = SLEW.preset();
    presetList();
    set(0);
  }
}
