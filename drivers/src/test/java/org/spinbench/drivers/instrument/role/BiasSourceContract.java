package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;

/**
 * What every source of direct current or voltage keeps to.
 *
 * @param <R> the role, or the driver
 */
public abstract class BiasSourceContract<R extends BiasSource> extends InstrumentContract<R> {
  /** Level that the tests go up to, in its unit. */
  protected abstract double largest();

  /** Changes something that must not be changed while a level is at the terminals. */
  protected abstract void changeWhatALiveOutputForbids(R source);

  @Override
  protected NumberSetting principal(R source) {
    return source.level();
  }

  @Override
  protected boolean energised(R source) {
    return source.output().get() && source.level().get() != 0;
  }

  @Override
  protected void makeSettable(R source) {
    source.inspect();
    source.prepare(largest());
  }

  private R live() {
    R source = open();
    source.inspect();
    source.prepare(largest());
    source.output().ensure(true);
    source.ramp(largest() / 2);
    return source;
  }

  @Test
  final void prepareEnergisesNothing() {
    R source = open();
    source.inspect();
    source.prepare(largest());
    assertFalse(energised(source));
    assertEquals(0, source.level().get());
    assertTrue(source.level().maximum() >= largest());
    assertTrue(source.level().minimum() <= -largest());
    Map<String, String> prepared = source.settings().snapshot();
    source.prepare(largest());
    assertEquals(prepared, source.settings().snapshot());
    assertEquals(List.of(), source.session().errors());
  }

  @Test
  final void moreThanAnyRangeIsRefusedAndNothingIsSent() {
    R source = open();
    source.inspect();
    long sent = source.session().messagesSent();
    LimitException e = assertThrows(LimitException.class, () -> source.prepare(12345));
    assertTrue(e.getMessage().contains("12345"), e.getMessage());
    assertTrue(e.getMessage().contains(source.level().unit().symbol()), e.getMessage());
    assertEquals(sent, source.session().messagesSent());
  }

  @Test
  final void rampsEndOnTheirTargetUpAndDown() {
    R source = live();
    for (double part : new double[] {0.5, 1, -1, 0.1234, 0}) {
      double target = part * largest();
      source.ramp(target);
      assertEquals(target, source.level().get(), 0.5 * source.level().resolution() + 1e-12);
    }
    source.safe();
  }

  @Test
  final void safeIsLevelZeroAndOff() {
    R source = live();
    assertTrue(energised(source));
    source.safe();
    assertFalse(energised(source));
    assertEquals(0, source.level().get());
    assertEquals(!source.output().exists(), source.output().get());
  }

  @Test
  final void aLiveOutputForbidsChangesThatWouldPutAStepOnIt() {
    R source = live();
    Map<String, String> before = source.settings().snapshot();
    SettingException e =
        assertThrows(SettingException.class, () -> changeWhatALiveOutputForbids(source));
    assertTrue(e.getMessage().contains("cannot be changed"), e.getMessage());
    assertEquals(before, source.settings().snapshot());
    source.safe();
  }

  @Test
  final void aLiveSourceIsTakenAsItIs() {
    R source = live();
    Map<String, String> before = source.settings().snapshot();
    source.inspect();
    assertEquals(before, source.settings().snapshot());
    assertEquals(largest() / 2, source.level().current(), source.level().resolution() + 1e-12);
    source.safe();
  }
}
