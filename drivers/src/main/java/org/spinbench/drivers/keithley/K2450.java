package org.spinbench.drivers.keithley;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SourceFunction;
import org.spinbench.drivers.instrument.SourceMeter;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.SafeSourceMeter;
import org.spinbench.drivers.safety.SafeSourceMeter.Measured;
import org.spinbench.drivers.safety.SafeSourceMeter.Meters;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Keithley 2450, a source meter of ±210 V and ±1.05 A, in its SCPI command set (2450 reference
 * manual 2450-901-01, section 6). Compliance is set on the side of the source. The quantity that is
 * not sourced is measured, the other one read back from the source. Noise is taken as one count of
 * the display at 1 PLC, which is not confirmed by the manual.
 */
public final class K2450 {
  private static final Scale VOLTAGE =
      new Scale(Unit.VOLT, 1.05, 210, 1.0 / 40_000, 20e-3, 200e-3, 2, 20, 200);
  private static final Scale CURRENT =
      new Scale(
          Unit.AMPERE,
          1.05,
          1.05,
          1.0 / 20_000,
          10e-9,
          100e-9,
          1e-6,
          10e-6,
          100e-6,
          1e-3,
          10e-3,
          0.1,
          1);
  private static final double VOLT_NOISE = 5e-7;
  private static final double AMPERE_NOISE = 1e-6;

  private K2450() {}

  /**
   * A driver on this session; sends nothing.
   *
   * @param ramp how fast the level may move, A and A/s, or V and V/s
   * @param compliance V for a source of current, A for a source of voltage; what is less than the
   *     lowest that there is becomes the lowest
   */
  public static SourceMeter on(
      ScpiSession session, SourceFunction function, Ramp ramp, double compliance) {
    boolean amperes = function == SourceFunction.CURRENT;
    String source = amperes ? ":SOUR:CURR" : ":SOUR:VOLT";
    String sense = amperes ? ":SENS:VOLT" : ":SENS:CURR";
    String protection = source + (amperes ? ":VLIM" : ":ILIM");
    Scale scale = amperes ? CURRENT : VOLTAGE;
    Scale other = amperes ? VOLTAGE : CURRENT;
    Settings table = new Settings(session);
    SwitchSetting output = table.onOff("output", ":OUTP");
    NumberSetting level = scale.level(table, source);
    NumberSetting limit = other.compliance(table, protection, amperes ? 20e-3 : 1e-6);
    SwitchSetting fourWire = table.onOff("four_wire", sense + ":RSEN");
    NumberSetting cycles =
        table.number("integration", sense + ":NPLC", Unit.PLC, 0.01, 10).resolution(0.01);
    SafeSource safe =
        new SafeSource(session.name(), session, table, ramp, output, level)
            .sourcing(table.choice("function", ":SOUR:FUNC", "CURR", "VOLT"), amperes ? 0 : 1)
            .with(table.choice("language", "*LANG", "SCPI"), "SCPI")
            .with(table.onOff("auto_range", source + ":RANG:AUTO"), false)
            .ranging(scale.range(table, source + ":RANG"), scale)
            .with(limit, Math.max(compliance, limit.minimum()))
            .with(
                table.choice("meter", ":SENS:FUNC", "VOLT", "CURR", "RES").quoted(),
                amperes ? "VOLT" : "CURR")
            .with(fourWire, false)
            .with(table.onOff("meter_auto_range", sense + ":RANG:AUTO"), true)
            .with(cycles, 1)
            .with(table.onOff("auto_zero", sense + ":AZER"), true)
            .with(table.onOff("averaging", sense + ":AVER"), false)
            .with(table.onOff("read_back", source + ":READ:BACK"), true)
            .with(table.number("count", ":SENS:COUN", Unit.ONE, 1, 300_000).resolution(1), 1);
    String ranges = sense + ":RANG?;" + source + ":RANG?;";
    String ask = ":READ? \"defbuffer1\",READ,SOUR;" + ranges + protection + ":TRIP?";
    Meters meters = new Meters(limit, fourWire, cycles, ":SYST:LFR?", VOLT_NOISE, AMPERE_NOISE);
    return new SafeSourceMeter(
        function, safe, meters, () -> measured(session.queryNumbers(ask, 5), amperes));
  }

  private static Measured measured(double[] is, boolean amperes) {
    boolean limited = is[4] != 0;
    return amperes
        ? new Measured(is[0], is[1], is[2], is[3], limited)
        : new Measured(is[1], is[0], is[3], is[2], limited);
  }
}
