package org.spinbench.drivers.keithley;

import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Keithley 6221, a source of ±105 mA, of which the direct current is used here (6220/6221 reference
 * manual 622X-901-01; steps of the 6221 specifications). It measures nothing. Whether its low side
 * is earthed and what its inner shield is joined to belong to the cables, and are left as they are.
 */
public final class K6221 {
  private static final Scale CURRENT =
      new Scale(
          Unit.AMPERE,
          1.05,
          0.105,
          1e-4,
          2e-9,
          20e-9,
          200e-9,
          2e-6,
          20e-6,
          200e-6,
          2e-3,
          20e-3,
          100e-3);

  private K6221() {}

  /**
   * A driver on this session; sends nothing.
   *
   * @param ramp how fast the current may move, A and A/s
   * @param compliance V; what is less than 0.1 V becomes 0.1 V
   */
  public static BiasSource on(ScpiSession session, Ramp ramp, double compliance) {
    Settings table = new Settings(session);
    SwitchSetting output = table.onOff("output", ":OUTP");
    NumberSetting level = CURRENT.level(table, ":SOUR:CURR");
    NumberSetting limit =
        table.number("compliance", ":SOUR:CURR:COMP", Unit.VOLT, 0.1, 105).resolution(0.01);
    SafeSource safe =
        new SafeSource(session.name(), session, table, ramp, output, level)
            .with(table.onOff("auto_range", ":SOUR:CURR:RANG:AUTO"), false)
            .ranging(CURRENT.range(table, ":SOUR:CURR:RANG"), CURRENT)
            .with(limit, Math.max(compliance, limit.minimum()))
            .with(table.onOff("filter", ":SOUR:CURR:FILT"), true);
    safe.onlyWhileOff(table.onOff("low_earthed", ":OUTP:LTE"));
    table.choice("shield", ":OUTP:ISH", "OLOW", "GUAR");
    return safe;
  }
}
