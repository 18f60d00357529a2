package org.spinbench.drivers.safety;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * A {@link SafeSource} that measures at its terminals, from the settings that a driver declares. It
 * measures only while its output is on, so that no trigger can switch it on.
 */
public final class SafeSourceMeter implements SourceMeter {
  /** What a reading holds for more than its range holds. */
  private static final double OVERFLOW = 9.9e37;

  /**
   * What one measurement gives.
   *
   * @param volts V; infinite or not a number when the range does not hold it
   * @param amperes A; infinite or not a number when the range does not hold it
   * @param voltRange full scale, V
   * @param ampereRange full scale, A
   * @param limited whether the source was in compliance
   */
  public record Measured(
      double volts, double amperes, double voltRange, double ampereRange, boolean limited) {}

  /**
   * The settings of the meters.
   *
   * @param compliance limit of the quantity that is not sourced
   * @param integration power-line cycles
   * @param lineFrequency query for the frequency of the line, Hz
   * @param voltNoise noise of a reading of one cycle, rms, in parts of its range
   * @param ampereNoise the same of currents
   */
  public record Meters(
      NumberSetting compliance,
      SwitchSetting fourWire,
      NumberSetting integration,
      String lineFrequency,
      double voltNoise,
      double ampereNoise) {}

  private final SourceFunction function;
  private final SafeSource source;
  private final Meters meters;
  private final Supplier<Measured> measurement;
  private double linePeriod = Double.NaN;

  /**
   * A source meter; sends nothing.
   *
   * @param measurement measures both quantities once
   */
  public SafeSourceMeter(
      SourceFunction function, SafeSource source, Meters meters, Supplier<Measured> measurement) {
    this.function = function;
    this.source = source;
    this.meters = meters;
    this.measurement = measurement;
    source.onlyWhileOff(meters.fourWire);
  }

  @Override
  public Reading voltage() {
    return reading("voltage", Unit.VOLT, Measured::volts, Measured::voltRange, meters.voltNoise);
  }

  @Override
  public Reading current() {
    return reading(
        "current", Unit.AMPERE, Measured::amperes, Measured::ampereRange, meters.ampereNoise);
  }

  private Reading reading(
      String quantity,
      Unit unit,
      ToDoubleFunction<Measured> value,
      ToDoubleFunction<Measured> range,
      double noise) {
    Measured measured = session().exclusively(this::measured);
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
        session().clock().now(),
        scale,
        cycles * linePeriod,
        overload,
        measured.limited);
  }

  private Measured measured() {
    if (!output().get()) {
      throw new SettingException(
          name() + ": its output is off, so nothing is measured; switch it on first");
    }
    if (Double.isNaN(linePeriod)) {
      linePeriod = 1 / session().queryNumber(meters.lineFrequency);
    }
    return measurement.get();
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

  /** {@inheritDoc} Two-wire sensing: whoever has wired four sets {@link #fourWire} afterwards. */
  @Override
  public void prepare(double largest) {
    source.prepare(largest);
  }

  @Override
  public Iterator<Duration> way(double target) {
    return source.way(target);
  }

  @Override
  public void safe() {
    source.safe();
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Settings settings() {
    return source.settings();
  }

  @Override
  public ScpiSession session() {
    return source.session();
  }
}
