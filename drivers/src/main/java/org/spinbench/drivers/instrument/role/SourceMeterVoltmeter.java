package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;

/**
 * A source meter as the voltmeter of a chain: a source of zero current, whose meter chooses its
 * range. The bench refuses every other level. Its output is on from the first reading to the rest.
 */
public final class SourceMeterVoltmeter implements VoltageMeter {
  private final SourceMeter meter;

  /**
   * A voltmeter.
   *
   * @param meter a source of current
   */
  public SourceMeterVoltmeter(SourceMeter meter) {
    if (meter.function() != SourceFunction.CURRENT) {
      throw new IllegalArgumentException(
          meter.name()
              + " is a source of voltage, which would hold the voltage that it is to read");
    }
    this.meter = meter;
  }

  /** The level that stays at zero, A. */
  public NumberSetting level() {
    return meter.level();
  }

  @Override
  public void prepare(double range, double integration) {
    meter.prepare(0);
    meter.output().ensure(true);
    integrate(integration);
  }

  @Override
  public void integrate(double cycles) {
    meter.integration().ensure(meter.integration().atLeast(cycles));
  }

  @Override
  public void initiate() {
    meter.settle();
  }

  @Override
  public Reading fetch() {
    return meter.voltage();
  }

  @Override
  public double response() {
    return meter.response();
  }

  @Override
  public boolean settle() {
    return meter.settle();
  }

  @Override
  public String name() {
    return meter.name();
  }

  @Override
  public Settings settings() {
    return meter.settings();
  }
}
