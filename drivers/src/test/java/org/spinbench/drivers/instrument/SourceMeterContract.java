package org.spinbench.drivers.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What every source meter keeps to. */
public abstract class SourceMeterContract extends BiasSourceContract<SourceMeter> {
  /** Resistance at the terminals, ohms; infinite if there is nothing. */
  protected abstract double load();

  @Override
  protected void changeWhatALiveOutputForbids(SourceMeter source) {
    source.range().set(source.range().get());
  }

  private SourceMeter prepared() {
    SourceMeter source = open();
    source.inspect();
    source.prepare(largest());
    return source;
  }

  @Test
  final void unitsFollowFromWhatIsSourced() {
    SourceMeter source = open();
    assertEquals(source.function().unit(), source.level().unit());
    assertEquals(source.function().unit(), source.range().unit());
    assertEquals(source.function().complianceUnit(), source.compliance().unit());
    assertEquals(Unit.PLC, source.integration().unit());
  }

  @Test
  final void withItsOutputOffItMeasuresNothingAndStaysOff() {
    SourceMeter source = prepared();
    assertThrows(SettingException.class, source::voltage);
    assertThrows(SettingException.class, source::current);
    assertFalse(source.output().get());
    assertTrue(source.session().errors().isEmpty());
  }

  @Test
  final void itMeasuresWhatItSources() {
    SourceMeter source = prepared();
    source.output().set(true);
    source.ramp(largest() / 10);
    boolean current = source.function() == SourceFunction.CURRENT;
    if (Double.isInfinite(load()) && current) {
      source.safe();
      return;
    }
    Reading volts = source.voltage();
    assertComplete(volts, source, Unit.VOLT);
    Reading amperes = source.current();
    assertComplete(amperes, source, Unit.AMPERE);
    Reading sourced = current ? amperes : volts;
    assertEquals(largest() / 10, sourced.value(), 0.01 * largest());
    for (Reading reading : new Reading[] {volts, amperes}) {
      assertTrue(reading.range() > 0, "range " + reading.range());
      assertTrue(reading.integration() > 0, "integration " + reading.integration());
      assertFalse(reading.overload());
      assertFalse(reading.compliance());
    }
    if (Double.isFinite(load())) {
      assertEquals(load() * amperes.value(), volts.value(), 0.01 * Math.abs(volts.value()) + 1e-4);
    }
    source.safe();
  }

  @Test
  final void aReadingInComplianceSaysSo() {
    SourceMeter source = prepared();
    boolean current = source.function() == SourceFunction.CURRENT;
    if (Double.isInfinite(load()) && !current) {
      return;
    }
    double needed = current ? largest() * load() : largest() / load();
    double limit = Math.max(source.compliance().minimum(), 0.5 * Math.min(needed, 10));
    assertTrue(limit < needed, "the load does not reach the lowest compliance at largest()");
    source.compliance().set(limit);
    source.output().set(true);
    source.ramp(largest());
    Reading limited = current ? source.voltage() : source.current();
    assertTrue(limited.compliance());
    assertEquals(limit, Math.abs(limited.value()), 0.02 * limit);
    source.safe();
  }
}
