package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Unit;

/** What every RF power meter keeps to. */
public abstract class PowerMeterContract extends InstrumentContract<PowerMeter> {
  private static final double FREQUENCY = 1e9;
  private static final double AVERAGES = 4;

  /** Puts a tone on the sensor; a test is aborted where that cannot be done. */
  protected abstract void apply(double frequency, double watts);

  @Override
  protected NumberSetting principal(PowerMeter meter) {
    return meter.frequency();
  }

  private PowerMeter prepared() {
    PowerMeter meter = open();
    meter.inspect();
    meter.prepare(FREQUENCY, AVERAGES);
    return meter;
  }

  @Test
  final void prepareSetsItsArguments() {
    PowerMeter meter = prepared();
    assertEquals(FREQUENCY, meter.frequency().get());
    assertEquals(AVERAGES, meter.averaging().get());
    long sent = meter.session().messagesSent();
    meter.prepare(FREQUENCY, AVERAGES);
    assertEquals(sent, meter.session().messagesSent());
    assertTrue(meter.session().errors().isEmpty());
  }

  @Test
  final void aPowerIsReadInWatts() {
    PowerMeter meter = prepared();
    for (double watts : new double[] {1e-3, 1e-5}) {
      apply(FREQUENCY, watts);
      Reading reading = meter.read();
      assertComplete(reading, meter, Unit.WATT);
      assertEquals(watts, reading.value(), 0.05 * watts + 6 * reading.uncertainty());
    }
  }

  @Test
  final void withoutPowerItReadsNearZeroAndMayReadBelow() {
    PowerMeter meter = prepared();
    apply(FREQUENCY, 0);
    meter.zero();
    assertEquals(0, meter.read().value(), 1e-7);
    assertTrue(meter.session().errors().isEmpty());
  }
}
