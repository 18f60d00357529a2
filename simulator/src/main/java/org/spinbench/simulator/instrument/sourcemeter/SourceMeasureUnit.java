package org.spinbench.simulator.instrument.sourcemeter;

import java.util.List;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.InstrumentError;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The source and the two meters of one channel of a source-measure unit, without its commands.
 *
 * <p>It holds a current or a voltage while the other quantity stays within its limit (the
 * compliance) of either polarity. A level approaches its setpoint with the settling time of its
 * range. A change of the source's range with the output on opens a relay: the terminals are at zero
 * until it has closed.
 *
 * <p>A reading is the mean over the integration time, with white noise; its rms is proportional to
 * one over the root of that time. The sourced quantity is measured in the source's range.
 */
final class SourceMeasureUnit implements DcOutput {
  private static final double LINE_PERIOD = 0.02;
  private static final double RELAY_TIME = 10e-3;

  /** Number of settling times until a level counts as settled: a millionth of the step remains. */
  private static final double WAITED = 2;

  /** Number of parts of a reading while the level moves. */
  private static final int PARTS = 16;

  /**
   * One range of a quantity.
   *
   * @param name nominal full scale, A or V
   * @param step resolution of the source's level
   * @param noise of a reading over one power-line cycle, rms
   * @param settling time until 0.1 % of a step remains, s
   */
  record Range(double name, double step, double noise, double settling) {}

  /**
   * The abilities of a model for one quantity.
   *
   * @param over largest level relative to its range
   * @param most largest level and limit in any range, A or V
   * @param full largest reading relative to its range
   * @param leastLimit smallest limit that can be set
   * @param limit after a reset
   */
  record Scale(
      Quantity quantity,
      List<Range> ranges,
      double over,
      double most,
      double full,
      double leastLimit,
      double limit) {

    /** The smallest range of which a part covers a value; otherwise the largest. */
    int holding(double value, double part) {
      int index = 0;
      while (index < ranges.size() - 1
          && Math.abs(value) > ranges.get(index).name * part * (1 + 1e-9)) {
        index++;
      }
      return index;
    }
  }

  /** A combination of voltage and current, V and A. */
  record Power(double volts, double amperes) {}

  /**
   * The data of a model.
   *
   * @param powers the allowed combinations of largest range and limit
   * @param tooMuchPower the error for other combinations
   * @param apertures number of integrations of a reading with autozero
   * @param rangeLimits whether a fixed range of a meter limits its quantity too
   */
  record Model(
      Scale voltage,
      Scale current,
      List<Power> powers,
      InstrumentError tooMuchPower,
      int apertures,
      boolean rangeLimits) {}

  /** The settings of one of the two quantities. */
  static final class Side {
    private final Scale scale;
    private double level;
    private int sourceRange;
    private boolean sourceAuto;
    private double limit;
    private int meterRange;
    private boolean meterAuto;
    private double cycles;

    private Side(Scale scale) {
      this.scale = scale;
      setPresets();
    }

    private void setPresets() {
      level = 0;
      sourceRange = 0;
      sourceAuto = true;
      limit = scale.limit;
      meterRange = 0;
      meterAuto = true;
      cycles = 1;
    }

    /** The levels that are allowed now. */
    NumberRange levels() {
      boolean largest = sourceAuto || sourceRange == scale.ranges.size() - 1;
      double most = largest ? scale.most : Math.min(scale.over * sourceRange(), scale.most);
      return new NumberRange(scale.quantity, -most, most, 0);
    }

    /** The values that select a range, of either sign. */
    NumberRange ranges() {
      double most = scale.most;
      return new NumberRange(scale.quantity, -most, most, scale.ranges.get(0).name);
    }

    NumberRange limits() {
      return new NumberRange(scale.quantity, scale.leastLimit, scale.most, scale.limit);
    }

    double level() {
      return level;
    }

    double sourceRange() {
      return scale.ranges.get(sourceRange).name;
    }

    boolean sourceAuto() {
      return sourceAuto;
    }

    double limit() {
      return limit;
    }

    double meterRange() {
      return scale.ranges.get(meterRange).name;
    }

    boolean meterAuto() {
      return meterAuto;
    }

    double cycles() {
      return cycles;
    }

    void setCycles(double powerLineCycles) {
      cycles = powerLineCycles;
    }

    /** The full scale of the range for a value. */
    double named(double value) {
      return scale.ranges.get(scale.holding(value, scale.over)).name;
    }

    /** The range above (1) or below (-1) one; the last one beyond the ends. */
    double beside(double range, int steps) {
      int index = scale.holding(range, scale.over) + steps;
      return scale.ranges.get(Math.max(0, Math.min(scale.ranges.size() - 1, index))).name;
    }

    /** The largest reading. */
    private double full() {
      return scale.full * meterRange();
    }
  }

  /**
   * One reading.
   *
   * @param volts V; infinite if it exceeds the range
   * @param amperes A; infinite if it exceeds the range
   * @param level setpoint of the source, A or V
   * @param limited whether the source was in compliance
   * @param rangeLimited whether a meter's range was the limit
   * @param nanos time of completion, ns
   */
  record Reading(
      double volts,
      double amperes,
      double level,
      boolean limited,
      boolean rangeLimited,
      long nanos) {
    /** Whether a value exceeds its range. */
    boolean over() {
      return Double.isInfinite(volts) || Double.isInfinite(amperes);
    }
  }

  private final Surroundings surroundings;
  private final TerminalLoad load;
  private final Model model;
  private final Side voltage;
  private final Side current;
  private Settling output;
  private boolean on;
  private boolean sourcesCurrent;
  private boolean autoZero = true;
  private long settled;

  SourceMeasureUnit(Surroundings surroundings, TerminalLoad load, Model model) {
    this.surroundings = surroundings;
    this.load = load;
    this.model = model;
    voltage = new Side(model.voltage);
    current = new Side(model.current);
    output = new Settling(0, now());
  }

  private long now() {
    return surroundings.clock().nanos();
  }

  /** A voltage source that is off, at zero, with limits and integration times as after a reset. */
  void reset() {
    surroundings.outputChanged().run();
    setOn(false);
    sourcesCurrent = false;
    autoZero = true;
    voltage.setPresets();
    current.setPresets();
    output = new Settling(0, now());
    surroundings.outputChanged().run();
  }

  Side voltage() {
    return voltage;
  }

  Side current() {
    return current;
  }

  /** The sourced quantity. */
  Side sourced() {
    return sourcesCurrent ? current : voltage;
  }

  /** The limited quantity. */
  Side limited() {
    return sourcesCurrent ? voltage : current;
  }

  boolean on() {
    return on;
  }

  boolean sourcesCurrent() {
    return sourcesCurrent;
  }

  boolean autoZero() {
    return autoZero;
  }

  void setAutoZero(boolean state) {
    autoZero = state;
  }

  /** Selects the sourced quantity; a change switches the output off. */
  void setFunction(boolean toCurrent) {
    if (toCurrent == sourcesCurrent) {
      return;
    }
    setOn(false);
    surroundings.outputChanged().run();
    sourcesCurrent = toCurrent;
    if (sourced().sourceAuto) {
      setLevel(sourced(), sourced().level);
    }
    output = new Settling(0, now());
  }

  void setOn(boolean state) {
    if (state != on) {
      on = state;
      approach(now());
    }
  }

  /** Sets a level within {@link Side#levels}; with auto-range, the range follows. */
  void setLevel(Side side, double level) {
    int wanted = side.sourceAuto ? side.scale.holding(level, side.scale.over) : side.sourceRange;
    requirePower(side, side.scale.ranges.get(wanted).name, other(side).limit);
    side.level = level;
    boolean relay = wanted != side.sourceRange;
    side.sourceRange = wanted;
    changed(side, relay);
  }

  /** Fixes the source's range to the one for a value, and discards a level beyond it. */
  void setSourceRange(Side side, double value) {
    int wanted = side.scale.holding(value, side.scale.over);
    requirePower(side, side.scale.ranges.get(wanted).name, other(side).limit);
    boolean relay = wanted != side.sourceRange;
    side.sourceRange = wanted;
    side.sourceAuto = false;
    if (Math.abs(side.level) > side.levels().max()) {
      side.level = 0;
    }
    changed(side, relay);
  }

  /**
   * Selects the source's range for a sweep.
   *
   * @param ranging BEST for one range for all levels, AUTO for the best range for each, FIX for the
   *     present range, which refuses a sweep beyond it
   * @param largest magnitude of the levels
   */
  void rangeForSweep(String ranging, double largest) {
    switch (ranging) {
      case "BEST" -> setSourceRange(sourced(), largest);
      case "AUTO" -> setSourceAuto(sourced(), true);
      default -> {
        if (largest > sourced().levels().max()) {
          throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
        }
      }
    }
  }

  void setSourceAuto(Side side, boolean auto) {
    side.sourceAuto = auto;
    setLevel(side, side.level);
  }

  void setLimit(Side side, double limit) {
    requirePower(other(side), other(side).sourceRange(), limit);
    surroundings.outputChanged().run();
    side.limit = limit;
    surroundings.outputChanged().run();
  }

  private Side other(Side side) {
    return side == voltage ? current : voltage;
  }

  private void requirePower(Side side, double range, double limit) {
    double volts = side == voltage ? range : limit;
    double amperes = side == voltage ? limit : range;
    if (side == sourced()
        && model.powers.stream().noneMatch(p -> volts <= p.volts && amperes <= p.amperes)) {
      throw new CommandException(model.tooMuchPower);
    }
  }

  /** Fixes a meter's range to the one for a value. */
  void setMeterRange(Side side, double value) {
    surroundings.outputChanged().run();
    side.meterRange = side.scale.holding(value, side.scale.over);
    side.meterAuto = false;
    surroundings.outputChanged().run();
  }

  void setMeterAuto(Side side, boolean auto) {
    surroundings.outputChanged().run();
    side.meterAuto = auto;
    surroundings.outputChanged().run();
  }

  private void changed(Side side, boolean relay) {
    if (side != sourced()) {
      return;
    }
    if (relay && on) {
      surroundings.outputChanged().run();
      long opened = now();
      output.ramp(0, opened, 0);
      approach(opened + nanos(RELAY_TIME));
    } else {
      approach(now());
    }
  }

  private void approach(long start) {
    Side side = sourced();
    Range range = side.scale.ranges.get(side.sourceRange);
    double level = on ? StrictMath.rint(side.level / range.step) * range.step : 0;
    output.approach(level, start, range.settling);
    settled = start + nanos(WAITED * range.settling);
    surroundings.outputChanged().run();
  }

  /** When the last change of the output has settled, ns. */
  long settled() {
    return settled;
  }

  @Override
  public DcLevel level(long nanos) {
    double level = output.at(nanos);
    if (!on && level == 0) {
      return DcLevel.OFF;
    }
    return sourcesCurrent
        ? DcLevel.amperes(level, effectiveLimit())
        : DcLevel.volts(level, effectiveLimit());
  }

  @Override
  public long turn(long after) {
    return output.turn(after);
  }

  private double effectiveLimit() {
    Side side = limited();
    boolean byRange = model.rangeLimits && !side.meterAuto;
    return byRange ? Math.min(side.limit, side.full()) : side.limit;
  }

  /** Whether the source is in compliance now. */
  boolean inCompliance() {
    return terminals(now()).limited();
  }

  boolean energised() {
    return on && output.target() != 0;
  }

  /** The duration of a reading of one or both quantities. */
  long readingTime(boolean ofVoltage, boolean ofCurrent) {
    double cycles = (ofVoltage ? voltage.cycles : 0) + (ofCurrent ? current.cycles : 0);
    return nanos(cycles * LINE_PERIOD * (autoZero ? model.apertures : 1));
  }

  /** The reading between two moments. */
  Reading read(long start, long end) {
    double volts = mean(start, voltage, true);
    double amperes = mean(start, current, false);
    boolean limited = terminals(end).limited();
    boolean rangeLimited = limited && effectiveLimit() < limited().limit;
    return new Reading(
        measured(voltage, volts),
        measured(current, amperes),
        sourced().level,
        limited && !rangeLimited,
        rangeLimited,
        end);
  }

  private double mean(long start, Side side, boolean ofVoltage) {
    long aperture = nanos(side.cycles * LINE_PERIOD);
    if (output.at(start) == output.at(start + aperture)) {
      return at(start, ofVoltage);
    }
    double sum = 0;
    for (int k = 0; k < PARTS; k++) {
      sum += at(start + Math.round(aperture * (k + 0.5) / PARTS), ofVoltage);
    }
    return sum / PARTS;
  }

  private double at(long nanos, boolean ofVoltage) {
    return ofVoltage ? terminals(nanos).voltage() : terminals(nanos).current();
  }

  private Terminals terminals(long nanos) {
    return load.at(nanos).under(level(nanos));
  }

  private double measured(Side side, double value) {
    if (side == sourced()) {
      side.meterRange = side.sourceRange;
    } else if (side.meterAuto) {
      side.meterRange = side.scale.holding(value, 1);
    }
    Range range = side.scale.ranges.get(side.meterRange);
    double reading = value + range.noise / Math.sqrt(side.cycles) * surroundings.gaussian();
    boolean over = Math.abs(reading) > side.full() * (1 + 1e-3);
    return over ? Math.copySign(Double.POSITIVE_INFINITY, reading) : reading;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
