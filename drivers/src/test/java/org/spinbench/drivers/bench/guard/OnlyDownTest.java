package org.spinbench.drivers.bench.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

final class OnlyDownTest {
  private final Script script = new Script();
  private final Settings table = new Settings(script.session());
  private final NumberSetting current = table.number("current", "CURR", Unit.AMPERE, -1, 1);
  private final NumberSetting power = table.number("power", "POW", Unit.DBM, -100, 20);
  private final SwitchSetting output = table.onOff("output", "OUT");
  private final OnlyDown guard = new OnlyDown("rf_2 does not answer");

  /** A current counts from zero in both directions, a level in dBm from below. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, -30, -30",
    "0.5, 0.499, -30, -31",
    "0.5, 0, -30, -100",
    "0.5, -0.4, 0, -1",
    "-0.5, 0.4, 3, 0",
    "0, 0, -100, -100"
  })
  void whatIsLoweredPasses(double amperes, double to, double dbm, double toDbm) {
    script.query("CURR?", Double.toString(amperes)).query("POW?", Double.toString(dbm));
    current.get();
    power.get();
    List<String> sent = new ArrayList<>();
    guard.change(current, to, () -> sent.add("current"));
    guard.change(power, toDbm, () -> sent.add("power"));
    guard.change(output, 0, () -> sent.add("off"));
    assertEquals(List.of("current", "power", "off"), sent);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.501, -30, -29.9", "-0.5, 0.6, 0, 1", "0, 1e-9, -100, -99.9"})
  void whatIsRaisedIsRefusedAndNotSent(double amperes, double to, double dbm, double toDbm) {
    script.query("CURR?", Double.toString(amperes)).query("POW?", Double.toString(dbm));
    current.get();
    power.get();
    List<String> sent = new ArrayList<>();
    assertThrows(LimitException.class, () -> guard.change(current, to, () -> sent.add("current")));
    assertThrows(LimitException.class, () -> guard.change(power, toDbm, () -> sent.add("power")));
    assertThrows(LimitException.class, () -> guard.change(output, 1, () -> sent.add("on")));
    assertEquals(List.of(), sent);
  }

  /** Nobody has asked yet what the source gives, so only its rest is known to be no more. */
  @Test
  void onlyRestIsAllowedForUnknownSettings() {
    guard.check(current, 0);
    guard.check(power, -100);
    LimitException e = assertThrows(LimitException.class, () -> guard.check(current, 1e-6));
    assertEquals(LimitException.Level.CHIP, e.level());
    assertEquals(
        "it current may only be lowered or switched off: the levels of the other instruments are"
            + " unknown, because the bench does not open: rf_2 does not answer",
        e.getMessage());
    assertThrows(LimitException.class, () -> guard.check(power, -99));
  }
}
