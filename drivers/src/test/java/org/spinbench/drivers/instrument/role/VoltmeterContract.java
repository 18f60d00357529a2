package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Unit;

/** What every voltmeter keeps to. */
public abstract class VoltmeterContract extends InstrumentContract<Voltmeter> {
  /** A range of the model, V. */
  protected abstract double testRange();

  /** Puts a voltage on the input; a test is aborted where that cannot be done. */
  protected abstract void apply(double volts);

  @Override
  protected NumberSetting principal(Voltmeter meter) {
    return meter.integration();
  }

  private Reading measure(Voltmeter meter) {
    meter.initiate();
    return meter.fetch();
  }

  @Test
  final void aReadingSaysItsRangeAndItsTime() {
    Voltmeter meter = open();
    meter.inspect();
    meter.prepare(testRange(), 1);
    Reading reading = measure(meter);
    assertComplete(reading, meter, Unit.VOLT);
    assertEquals(testRange(), reading.range());
    assertTrue(
        reading.integration() == 1 / 50.0 || reading.integration() == 1 / 60.0,
        "one power-line cycle, not " + reading.integration() + " s");
    assertTrue(reading.uncertainty() > 0);
    assertFalse(reading.compliance());
  }

  @Test
  final void theRangeIsTheSmallestThatHoldsWhatIsExpected() {
    Voltmeter meter = open();
    meter.prepare(0.7 * testRange(), 0.7);
    assertTrue(meter.range().current() >= 0.7 * testRange());
    assertTrue(meter.range().current() <= testRange());
    assertTrue(meter.integration().current() >= 0.7);
    assertTrue(meter.integration().current() <= 1);
  }

  @Test
  final void whatIsAppliedIsRead() {
    Voltmeter meter = open();
    meter.prepare(testRange(), 1);
    for (double part : new double[] {0.5, -0.9, 0}) {
      apply(part * testRange());
      Reading reading = measure(meter);
      assertFalse(reading.overload());
      assertEquals(
          part * testRange(), reading.value(), 6 * reading.uncertainty() + 1e-4 * testRange());
    }
  }

  @Test
  final void moreThanTheRangeHoldsIsAnOverload() {
    Voltmeter meter = open();
    meter.prepare(testRange(), 1);
    apply(2 * testRange());
    assertTrue(measure(meter).overload());
    apply(0);
    assertFalse(measure(meter).overload());
  }

  @Test
  final void prepareTwiceSendsNothingMore() {
    Voltmeter meter = open();
    meter.prepare(testRange(), 1);
    long sent = meter.session().messagesSent();
    meter.prepare(testRange(), 1);
    assertEquals(sent, meter.session().messagesSent());
    assertTrue(meter.session().errors().isEmpty());
  }
}
