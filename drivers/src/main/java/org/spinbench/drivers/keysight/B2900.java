package org.spinbench.drivers.keysight;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.safety.ListedLevels;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeChannels;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.SafeSourceMeter;
import org.spinbench.drivers.safety.SafeSourceMeter.Measured;
import org.spinbench.drivers.safety.SafeSourceMeter.Meters;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Keysight B2901A and B2912A, source-measure units of ±210 V and here ±1.05 A (Agilent B2900 Series
 * SCPI command reference B2910-90030, chapters 1, 2 and 4). Compliance is set on the side of the
 * meter. After a reset a trigger would switch the output on: that is disarmed before anything else.
 * Noise is taken as one count of the finest display at 1 PLC, which is not confirmed by the manual.
 */
public final class B2900 {
  private final ScpiSession session;
  private final SourceFunction function;
  private final Ramp ramp;
  private final double compliance;
  private final Scale voltage;
  private final Scale current;

  private B2900(
      ScpiSession session,
      SourceFunction function,
      Ramp ramp,
      double compliance,
      Scale voltage,
      Scale current) {
    this.session = session;
    this.function = function;
    this.ramp = ramp;
    this.compliance = compliance;
    this.voltage = voltage;
    this.current = current;
  }

  /**
   * A driver of a B2901A on this session; sends nothing.
   *
   * @param ramp how fast the level may move, A and A/s, or V and V/s
   * @param compliance V for a source of current, A for a source of voltage; what is less than the
   *     lowest that there is becomes the lowest
   */
  public static SourceMeter b2901a(
      ScpiSession session, SourceFunction function, Ramp ramp, double compliance) {
    Scale voltage = new Scale(Unit.VOLT, 1.05, 210, 5e-6, 0.2, 2, 20, 200);
    Scale current =
        new Scale(Unit.AMPERE, 1.05, 1.05, 1e-5, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1);
    return new B2900(session, function, ramp, compliance, voltage, current)
        .channel(session.name(), new Settings(session), 1);
  }

  /** A driver of a B2912A, as {@link #b2901a}; both channels are sources of the same. */
  public static Channels<SourceMeter> b2912a(
      ScpiSession session, SourceFunction function, Ramp ramp, double compliance) {
    Scale voltage = new Scale(Unit.VOLT, 1.05, 210, 5e-7, 0.2, 2, 20, 200);
    Scale current =
        new Scale(Unit.AMPERE, 1.05, 1.05, 1e-6, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1);
    B2900 model = new B2900(session, function, ramp, compliance, voltage, current);
    Settings table = new Settings(session);
    String name = session.name();
    return new SafeChannels<>(
        session,
        table,
        List.of(
            model.channel(name + ":1", table.channel(1), 1),
            model.channel(name + ":2", table.channel(2), 2)));
  }

  private SourceMeter channel(String name, Settings table, int number) {
    boolean amperes = function == SourceFunction.CURRENT;
    String out = ":OUTP" + number;
    String sour = ":SOUR" + number;
    String sens = ":SENS" + number;
    String trig = ":TRIG" + number;
    String source = sour + (amperes ? ":CURR" : ":VOLT");
    String sense = sens + (amperes ? ":VOLT" : ":CURR");
    Scale scale = amperes ? current : voltage;
    Scale other = amperes ? voltage : current;
    SwitchSetting output = table.onOff("output", out);
    NumberSetting level = scale.level(table, source);
    NumberSetting limit = other.compliance(table, sense + ":PROT", amperes ? 1e-3 : 1e-6);
    SwitchSetting fourWire = table.onOff("four_wire", sens + ":REM");
    NumberSetting cycles =
        table.number("integration", sense + ":NPLC", Unit.PLC, 0.001, 100).resolution(0.001);
    SwitchSetting autoRange = table.onOff("meter_auto_range", sense + ":RANG:AUTO");
    SafeSource safe =
        new SafeSource(name, session, table, ramp, output, level)
            .sourcing(
                table.choice("function", sour + ":FUNC:MODE", "CURR", "VOLT"), amperes ? 0 : 1)
            .with(table.onOff("auto_on", out + ":ON:AUTO"), false)
            .with(":FORM?", "ASC", ":FORM ASC")
            .fixed(table.choice("mode", source + ":MODE", "FIX", "SWE", "LIST"))
            .with(table.onOff("auto_range", source + ":RANG:AUTO"), false)
            .ranging(scale.range(table, source + ":RANG"), scale)
            .protecting(limit, compliance)
            .limitedWhile(() -> session.queryNumber(sense + ":PROT:TRIP?") != 0)
            .with(fourWire, false)
            .with(autoRange, true)
            .with(table.onOff("auto_integration", sense + ":NPLC:AUTO"), false)
            .with(cycles, 1)
            .with(table.onOff("wait", sens + ":WAIT:AUTO"), true)
            .with(table.choice("trigger_source", trig + ":SOUR", "AINT", "BUS", "TIM"), "AINT")
            .with(table.number("trigger_count", trig + ":COUN", Unit.ONE, 1, 1e5).resolution(1), 1);
    Meters meters =
        new Meters(
            limit,
            fourWire,
            cycles,
            autoRange,
            () -> 1,
            other,
            ":SYST:LFR?",
            voltage.step(),
            current.step());
    String list = "? (@" + number + ");";
    String ranges = sens + ":VOLT:RANG?;" + sens + ":CURR:RANG?;" + sense + ":PROT:TRIP?";
    String ask = ":MEAS:VOLT" + list + ":MEAS:CURR" + list + ranges;
    Lists lists = new Lists(session, number, amperes ? "CURR" : "VOLT");
    ListedLevels listed = new ListedLevels(level, ramp);
    String at = " (@" + number + ")";
    table
        .sends(":MEAS:VOLT?" + at, ":MEAS:CURR?" + at, ":INIT" + at, ":ABOR" + at)
        .sends(sens + ":FUNC \"VOLT\",\"CURR\"", ":FORM:ELEM:SENS VOLT,CURR,STAT")
        .sends(sour + ":SWE:RANG FIX", trig + ":ACQ:DEL %n", source + ":MODE FIX")
        .sends(sour + ":LIST" + source.substring(sour.length()) + " %l", listed::begin)
        .sends(source + ":MODE LIST", listed::require);
    return new SafeSourceMeter(
        function, safe, meters, () -> measured(session.queryNumbers(ask, 5)), lists);
  }

  /**
   * Goes through a list (chapter 4, SOURce:LIST) in the range that it has. Of each level the status
   * data say whether it was in compliance (chapter 1, table 1-2).
   */
  private record Lists(ScpiSession session, int channel, String quantity)
      implements SafeSourceMeter.Sweeper {
    private static final int MOST = 2500;
    private static final int ELEMENTS = 3;

    /** A number of two bits, 0 where there was none. */
    private static final int COMPLIANCE = 3 << 1;

    @Override
    public int most() {
      return MOST;
    }

    @Override
    public void arm(double settling, List<String> levels) {
      String source = ":SOUR" + channel;
      session.command(":SENS" + channel + ":FUNC \"VOLT\",\"CURR\"");
      session.command(":FORM:ELEM:SENS VOLT,CURR,STAT");
      session.command(source + ":SWE:RANG FIX");
      session.command(source + ":LIST:" + quantity + " " + String.join(",", levels));
      session.command(":TRIG" + channel + ":ACQ:DEL " + ScpiNumber.format(settling));
      session.command(":TRIG" + channel + ":COUN " + levels.size());
      session.command(source + ":" + quantity + ":MODE LIST");
    }

    @Override
    public String start() {
      return ":INIT (@" + channel + ")";
    }

    @Override
    public List<Measured> collect(int count) {
      session.query("*OPC?");
      String ranges = ";:SENS" + channel + ":VOLT:RANG?;:SENS" + channel + ":CURR:RANG?";
      int words = ELEMENTS * count;
      double[] is = session.queryNumbers(":FETC:ARR? (@" + channel + ")" + ranges, words + 2);
      List<Measured> measured = new ArrayList<>();
      for (int k = 0; k < words; k += ELEMENTS) {
        boolean limited = ((int) is[k + 2] & COMPLIANCE) != 0;
        measured.add(new Measured(is[k], is[k + 1], is[words], is[words + 1], limited));
      }
      return measured;
    }

    @Override
    public void end() {
      session.command(":ABOR (@" + channel + ")");
      session.command(":SOUR" + channel + ":" + quantity + ":MODE FIX");
      session.command(":TRIG" + channel + ":COUN 1");
      session.command(":TRIG" + channel + ":ACQ:DEL 0");
    }
  }

  private static Measured measured(double[] is) {
    return new Measured(is[0], is[1], is[2], is[3], is[4] != 0);
  }
}
