package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;

/** What every RF source keeps to. */
public abstract class RfSourceContract extends InstrumentContract<RfSource> {
  @Override
  protected NumberSetting principal(RfSource source) {
    return source.power();
  }

  @Override
  protected boolean energised(RfSource source) {
    return source.output().get();
  }

  @Test
  final void unitsAreThoseOfTheRole() {
    RfSource source = open();
    assertEquals(Unit.HERTZ, source.frequency().unit());
    assertEquals(Unit.DBM, source.power().unit());
    assertTrue(source.output().exists());
  }

  @Test
  final void safeIsLowestLevelAndOff() {
    RfSource source = open();
    source.inspect();
    source.prepare();
    source.frequency().set(1e9);
    source.power().set(-30 > source.power().minimum() ? -30 : source.power().minimum() + 1);
    source.output().set(true);
    assertTrue(energised(source));
    source.safe();
    assertFalse(energised(source));
    assertFalse(source.output().get());
    assertEquals(source.power().minimum(), source.power().get());
  }

  @Test
  final void prepareTwiceChangesNothingMore() {
    RfSource source = open();
    source.inspect();
    source.prepare();
    for (SwitchSetting modulation : source.modulations()) {
      assertFalse(modulation.get(), modulation.label());
    }
    long sent = source.session().messagesSent();
    source.prepare();
    assertEquals(sent, source.session().messagesSent());
  }

  @Test
  final void aLiveModulatedOutputIsRefusedAndASilentOneIsPrepared() {
    RfSource source = open();
    source.inspect();
    source.prepare();
    source.power().set(source.power().minimum());
    for (SwitchSetting modulation : source.modulations()) {
      modulation.set(true);
      source.output().set(true);
      Map<String, String> live = source.settings().snapshot();
      SettingException e = assertThrows(SettingException.class, source::inspect);
      assertTrue(e.getMessage().startsWith(modulation.label()), e.getMessage());
      assertEquals(live, source.settings().snapshot());
      source.output().set(false);
      source.inspect();
      source.prepare();
      assertFalse(modulation.get());
    }
  }
}
