package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;

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

  /** From zero to a level and back, 99 levels. */
  private static double[] thereAndBack(double level) {
    double[] levels = new double[99];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = level * Math.min(k, levels.length - 1 - k) / (levels.length / 2);
    }
    return levels;
  }

  private List<SourceMeter.Measured> passed(SourceMeter source, double... levels) {
    source.output().set(true);
    source.level().ensure(0);
    List<SourceMeter.Measured> measured =
        source.pass(1e-3, source.session().clock()::sleep, levels);
    assertEquals(levels.length, measured.size());
    assertEquals(0, source.level().get(), "it is back at the level that it began with");
    assertTrue(source.output().get(), "and on");
    assertTrue(source.session().errors().isEmpty());
    return measured;
  }

  @Test
  final void aPassMeasuresEveryLevel() {
    SourceMeter source = prepared();
    if (Double.isInfinite(load())) {
      return;
    }
    boolean current = source.function() == SourceFunction.CURRENT;
    double[] levels = thereAndBack(-largest() / 2);
    List<SourceMeter.Measured> measured = passed(source, levels);
    for (int k = 0; k < levels.length; k++) {
      Reading volts = measured.get(k).voltage();
      Reading amperes = measured.get(k).current();
      assertComplete(volts, source, Unit.VOLT);
      assertComplete(amperes, source, Unit.AMPERE);
      Reading sourced = current ? amperes : volts;
      assertEquals(levels[k], sourced.value(), 1e-3 * largest(), "level " + k);
      assertEquals(load() * amperes.value(), volts.value(), 1e-3 * load() * expected(current));
      assertFalse(volts.compliance() || amperes.compliance(), "level " + k);
      assertFalse(volts.overload() || amperes.overload(), "level " + k);
    }
    Reading afterwards = source.voltage();
    assertEquals(0, afterwards.value(), 1e-3 * load() * expected(current));
    source.safe();
  }

  /** The current at the largest level, A. */
  private double expected(boolean current) {
    return current ? largest() : largest() / load();
  }

  @Test
  final void aPassTellsOfEachLevelWhetherItWasLimited() {
    SourceMeter source = prepared();
    if (Double.isInfinite(load())) {
      return;
    }
    boolean current = source.function() == SourceFunction.CURRENT;
    double needed = current ? largest() * load() : largest() / load();
    double limit = 0.505 * needed;
    source.compliance().set(limit);
    double[] levels = thereAndBack(largest());
    List<SourceMeter.Measured> measured = passed(source, levels);
    int limited = 0;
    for (int k = 0; k < levels.length; k++) {
      Reading one = current ? measured.get(k).voltage() : measured.get(k).current();
      boolean beyond = needed * levels[k] / largest() > limit;
      assertEquals(beyond, one.compliance(), "level " + k);
      assertEquals(beyond ? limit : needed * levels[k] / largest(), one.value(), 0.02 * limit);
      limited += beyond ? 1 : 0;
    }
    assertEquals(49, limited, "in the middle of the way");
    source.safe();
  }

  @Test
  final void aPassThatJumpsOrIsTooLongIsRefusedAndNothingIsSent() {
    SourceMeter source = prepared();
    if (Double.isInfinite(load())) {
      return;
    }
    source.output().set(true);
    source.level().ensure(0);
    long sent = source.session().messagesSent();
    double[] tooLong = new double[source.longestPass() + 1];
    assertThrows(
        IllegalArgumentException.class,
        () -> source.pass(1e-3, source.session().clock()::sleep, tooLong));
    assertThrows(
        IllegalArgumentException.class,
        () -> source.pass(1e-3, source.session().clock()::sleep, 0, largest(), 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> source.pass(1e-3, source.session().clock()::sleep, 0, 0.02 * largest()));
    assertThrows(
        LimitException.class, () -> source.pass(1e-3, source.session().clock()::sleep, 0, 1e6, 0));
    assertEquals(sent, source.session().messagesSent());
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
