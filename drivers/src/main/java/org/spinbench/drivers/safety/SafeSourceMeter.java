package org.spinbench.drivers.safety;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.MovingAverage;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * A {@link SafeSource} that measures at its terminals, with the settings that a driver declares. It
 * measures only while its output is on, so that no trigger can switch it on.
 */
public final class SafeSourceMeter implements SourceMeter {
  /** The value of a reading that exceeds its range. */
  private static final double OVERFLOW = 9.9e37;

  /**
   * The result of one measurement.
   *
   * @param volts V; infinite or not a number if it exceeds the range
   * @param amperes A; infinite or not a number if it exceeds the range
   * @param voltRange full scale, V
   * @param ampereRange full scale, A
   * @param limited whether the source was in compliance
   */
  public record Measured(
      double volts, double amperes, double voltRange, double ampereRange, boolean limited) {
    private Measured inRangeOf(Scale scale) {
      boolean ofVoltage = scale.unit() == Unit.VOLT;
      double value = ofVoltage ? volts : amperes;
      double range = Double.isFinite(value) ? scale.holding(value) : Double.NaN;
      return ofVoltage
          ? new Measured(volts, amperes, range, ampereRange, limited)
          : new Measured(volts, amperes, voltRange, range, limited);
    }
  }

  /**
   * The settings of the meters.
   *
   * @param compliance limit of the quantity that is not sourced
   * @param integration power-line cycles
   * @param autoRange auto-range of the quantity that is not sourced
   * @param filter queries the number of averaged conversions, including those of earlier readings;
   *     1 without averaging
   * @param scale ranges of that quantity
   * @param lineFrequency query of the line frequency, Hz
   * @param voltNoise noise of a reading over one cycle, rms, relative to its range
   * @param ampereNoise the same for currents
   */
  public record Meters(
      NumberSetting compliance,
      SwitchSetting fourWire,
      NumberSetting integration,
      SwitchSetting autoRange,
      IntSupplier filter,
      Scale scale,
      String lineFrequency,
      double voltNoise,
      double ampereNoise) {}

  /** A model's commands for passes. */
  public interface Sweeper {
    /** Largest number of levels. */
    int most();

    /** Whether the model answers queries during a pass. */
    default boolean answers() {
      return true;
    }

    /**
     * Prepares a pass without starting it.
     *
     * @param settling from a level to its measurement, s
     * @param levels as they are sent
     */
    void arm(double settling, List<String> levels);

    /** The message that starts the pass. */
    String start();

    /** One measurement per level, after the pass; all have the ranges at its end. */
    List<Measured> collect(int count);

    /** Ends any pass, so that no trigger can start one. */
    void end();
  }

  /** Upper bound of a measurement of both quantities, in apertures. */
  private static final int APERTURES = 6;

  private static final double BESIDES = 5e-3;

  private final SourceFunction function;
  private final SafeSource source;
  private final Meters meters;
  private final Supplier<Measured> measurement;
  private final Sweeper sweeper;
  private final MovingAverage average = new MovingAverage();
  private double linePeriod = Double.NaN;

  /**
   * A source meter; sends nothing.
   *
   * @param measurement measures both quantities once
   * @param sweeper commands for passes
   */
  public SafeSourceMeter(
      SourceFunction function,
      SafeSource source,
      Meters meters,
      Supplier<Measured> measurement,
      Sweeper sweeper) {
    this.function = function;
    this.source = source;
    this.meters = meters;
    this.measurement = measurement;
    this.sweeper = sweeper;
    source.onlyWhileOff(meters.fourWire);
  }

  @Override
  public int longestPass() {
    return sweeper.most();
  }

  @Override
  public boolean answersDuringPass() {
    return sweeper.answers();
  }

  /**
   * {@inheritDoc} With auto-range, the range at a level is unknown afterwards. The range, and with
   * it the uncertainty, is taken as the smallest whose full scale is at least the reading.
   */
  @Override
  public List<SourceMeter.Measured> pass(
      double settling, Consumer<Duration> wait, double... levels) {
    if (levels.length < 2 || levels.length > longestPass()) {
      throw new IllegalArgumentException(
          name() + " goes through 2 to " + longestPass() + " levels, not " + levels.length);
    }
    source.requireRoundTrip(levels);
    requireOn();
    settle();
    double each = settling + APERTURES * meters.integration.current() * linePeriod() + BESIDES;
    List<String> list = Arrays.stream(levels).mapToObj(ScpiNumber::format).toList();
    List<Measured> measured = measured(settling, list, wait, each * levels.length);
    boolean ranged = meters.autoRange.current();
    settings().changed();
    Instant time = session().clock().now();
    return measured.stream()
        .map(one -> ranged ? one.inRangeOf(meters.scale) : one)
        .map(one -> both(one, average.isMemoryless(), time))
        .toList();
  }

  private SourceMeter.Measured both(Measured one, boolean settled, Instant time) {
    return new SourceMeter.Measured(
        voltage(one, time).settledIf(settled), current(one, time).settledIf(settled));
  }

  private List<Measured> measured(
      double settling, List<String> levels, Consumer<Duration> wait, double duration) {
    List<Measured> measured;
    try {
      sweeper.arm(settling, levels);
      session().send(sweeper.start());
      wait.accept(Duration.ofNanos((long) Math.ceil(duration * 1e9)));
      measured = sweeper.collect(levels.size());
    } catch (RuntimeException failed) {
      session().inHaste(failed, sweeper::end);
      throw failed;
    }
    sweeper.end();
    return measured;
  }

  @Override
  public Reading voltage() {
    settle();
    Measured measured = session().exclusively(this::measured);
    return voltage(measured, session().clock().now()).settledIf(average.take());
  }

  @Override
  public Reading current() {
    settle();
    Measured measured = session().exclusively(this::measured);
    return current(measured, session().clock().now()).settledIf(average.take());
  }

  @Override
  public boolean settle() {
    boolean changed = SourceMeter.super.settle();
    if (changed) {
      average.restart(meters.filter.getAsInt());
    }
    return changed;
  }

  private Reading voltage(Measured measured, Instant time) {
    return reading(
        measured,
        "voltage",
        Unit.VOLT,
        Measured::volts,
        Measured::voltRange,
        meters.voltNoise,
        time);
  }

  private Reading current(Measured measured, Instant time) {
    return reading(
        measured,
        "current",
        Unit.AMPERE,
        Measured::amperes,
        Measured::ampereRange,
        meters.ampereNoise,
        time);
  }

  private Reading reading(
      Measured measured,
      String quantity,
      Unit unit,
      ToDoubleFunction<Measured> value,
      ToDoubleFunction<Measured> range,
      double noise,
      Instant time) {
    double found = value.applyAsDouble(measured);
    boolean overload = !Double.isFinite(found);
    double cycles = meters.integration.current();
    double scale = range.applyAsDouble(measured);
    return new Reading(
        name(),
        quantity,
        overload ? Math.copySign(OVERFLOW, found) : found,
        unit,
        noise * scale / Math.sqrt(cycles),
        time,
        scale,
        cycles * linePeriod,
        overload,
        measured.limited);
  }

  private Measured measured() {
    requireOn();
    double cycles = meters.integration.lastKnown().orElse(meters.integration.maximum());
    double lasts = APERTURES * cycles * linePeriod();
    return session().lasting(lasts, measurement);
  }

  private void requireOn() {
    if (!output().get()) {
      throw new SettingException(
          name() + ": its output is off, so nothing is measured; switch it on first");
    }
  }

  private double linePeriod() {
    if (Double.isNaN(linePeriod)) {
      linePeriod = 1 / session().queryNumber(meters.lineFrequency);
    }
    return linePeriod;
  }

  @Override
  public SourceFunction function() {
    return function;
  }

  @Override
  public NumberSetting compliance() {
    return meters.compliance;
  }

  @Override
  public NumberSetting range() {
    return source.range();
  }

  @Override
  public SwitchSetting fourWire() {
    return meters.fourWire;
  }

  @Override
  public NumberSetting integration() {
    return meters.integration;
  }

  @Override
  public NumberSetting level() {
    return source.level();
  }

  @Override
  public SwitchSetting output() {
    return source.output();
  }

  @Override
  public void inspect() {
    source.inspect();
  }

  /**
   * {@inheritDoc} It selects two-wire sensing; for four wires, set {@link #fourWire} afterwards.
   */
  @Override
  public void prepare(double largest) {
    source.prepare(largest);
  }

  @Override
  public double step() {
    return source.step();
  }

  @Override
  public Iterator<Duration> way(double target) {
    return source.way(target);
  }

  /** {@inheritDoc} Without a pass, that changes no output. */
  @Override
  public void takeOver() {
    sweeper.end();
  }

  @Override
  public void safe() {
    source.safe();
  }

  @Override
  public Optional<BooleanSupplier> limited() {
    return source.limited();
  }

  @Override
  public List<String> notices() {
    List<String> notices = new ArrayList<>(source.notices());
    if (!answersDuringPass()) {
      notices.add(
          name()
              + " answers nothing during a pass of its own, of up to "
              + longestPass()
              + " levels: if it fails meanwhile, that is noticed at the end of the pass");
    }
    return notices;
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Settings settings() {
    return source.settings();
  }
}
