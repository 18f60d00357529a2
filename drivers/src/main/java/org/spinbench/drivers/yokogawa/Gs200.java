package org.spinbench.drivers.yokogawa;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Yokogawa GS200 (GS210, GS211) as a source of current up to 200 mA (GS200 user's manual IM
 * GS210-01EN, chapter "Remote Control").
 *
 * <p>A level may be up to 120 % of its range, except in the 200 mA range, and goes in steps of a
 * hundred-thousandth of its range, 2 µA in that one, where the source could do 1 µA. The automatic
 * range of {@code :SOUR:LEV:AUTO} is never used, because its relay would put a glitch on the
 * device.
 */
public final class Gs200 {
  private static final Scale CURRENT =
      new Scale(Unit.AMPERE, 1.2, 200e-3, 1e-5, 1e-3, 10e-3, 100e-3, 200e-3);

  /** Bits LLO and LHI of the condition register: a limiter works (section 13.3.4). */
  private static final int LIMITERS = 1 << 10 | 1 << 11;

  private Gs200() {}

  /**
   * A driver on this session; sends nothing.
   *
   * @param ramp how fast the current may move, A and A/s
   * @param compliance largest that the device stands, V; see {@link SafeSource#protecting}
   */
  public static SafeSource on(ScpiSession session, Ramp ramp, double compliance) {
    Settings table = new Settings(session);
    SwitchSetting output = table.onOff("output", ":OUTP");
    NumberSetting level = CURRENT.level(table, ":SOUR:LEV");
    NumberSetting limit = table.number("compliance", ":SOUR:PROT:VOLT", Unit.VOLT, 1, 30);
    return new SafeSource(session.name(), session, table, ramp, output, level)
        .sourcing(table.choice("function", ":SOUR:FUNC", "CURR", "VOLT"), 0)
        .ranging(CURRENT.range(table, ":SOUR:RANG"), CURRENT)
        .protecting(limit, compliance)
        .limitedWhile(() -> ((int) session.queryNumber(":STAT:COND?") & LIMITERS) != 0);
  }
}
