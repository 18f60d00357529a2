package org.spinbench.drivers.keithley;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.safety.ListedLevels;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.SafeSourceMeter;
import org.spinbench.drivers.safety.SafeSourceMeter.Measured;
import org.spinbench.drivers.safety.SafeSourceMeter.Meters;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Keithley 2450, a source meter of ±210 V and ±1.05 A, or 2461, of ±105 V, in their SCPI command
 * set (reference manuals 2450-901-01 and 2461-901-01, section 6). Of the ranges of a 2461 it uses
 * those whose resolution is known: 200 mV, 2 V, 20 V, 100 V, and 1 µA to 1 A. Compliance is set on
 * the side of the source. The quantity that is not sourced is measured, the other one read back
 * from the source. Noise is taken as one count of the display at 1 PLC, which is not confirmed by
 * the manual.
 */
public final class K2450 {
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
    boolean large = session.identity().model().equals("MODEL 2461");
    Scale scale = amperes ? current(large) : voltage(large);
    Scale other = amperes ? voltage(large) : current(large);
    Settings table = new Settings(session);
    SwitchSetting output = table.onOff("output", ":OUTP");
    NumberSetting level = scale.level(table, source);
    NumberSetting limit = other.compliance(table, protection, amperes ? other.ranges()[0] : 1e-6);
    SwitchSetting fourWire = table.onOff("four_wire", sense + ":RSEN");
    NumberSetting cycles =
        table.number("integration", sense + ":NPLC", Unit.PLC, 0.01, 10).resolution(0.01);
    SwitchSetting autoRange = table.onOff("meter_auto_range", sense + ":RANG:AUTO");
    SafeSource safe =
        new SafeSource(session.name(), session, table, ramp, output, level)
            .sourcing(table.choice("function", ":SOUR:FUNC", "CURR", "VOLT"), amperes ? 0 : 1)
            .with(table.choice("language", "*LANG", "SCPI"), "SCPI")
            .with(table.onOff("auto_range", source + ":RANG:AUTO"), false)
            .ranging(scale.range(table, source + ":RANG"), scale)
            .protecting(limit, compliance)
            .limitedWhile(() -> session.queryNumber(protection + ":TRIP?") != 0)
            .with(
                table.choice("meter", ":SENS:FUNC", "VOLT", "CURR", "RES").quoted(),
                amperes ? "VOLT" : "CURR")
            .with(fourWire, false)
            .with(autoRange, true)
            .with(cycles, 1)
            .with(table.onOff("auto_zero", sense + ":AZER"), true);
    SwitchSetting averaging = table.onOff("averaging", sense + ":AVER");
    safe.with(averaging, false)
        .with(table.onOff("read_back", source + ":READ:BACK"), true)
        .with(table.number("count", ":SENS:COUN", Unit.ONE, 1, 300_000).resolution(1), 1);
    String ranges = sense + ":RANG?;" + source + ":RANG?";
    String ask = ":READ? \"defbuffer1\",READ,SOUR;" + ranges + ";" + protection + ":TRIP?";
    Meters meters =
        new Meters(
            limit,
            fourWire,
            cycles,
            autoRange,
            () -> FilterLength.of(session, averaging, sense + ":AVER:"),
            other,
            ":SYST:LFR?",
            VOLT_NOISE,
            AMPERE_NOISE);
    Lists lists = new Lists(session, amperes, ranges);
    lists.declare(table, new ListedLevels(level, ramp));
    return new SafeSourceMeter(
        function, safe, meters, () -> measured(session.queryNumbers(ask, 5), amperes), lists);
  }

  private static Scale voltage(boolean large) {
    double step = 1.0 / 40_000;
    return large
        ? new Scale(Unit.VOLT, 1.05, 105, step, 0.2, 2, 20, 100)
        : new Scale(Unit.VOLT, 1.05, 210, step, 20e-3, 0.2, 2, 20, 200);
  }

  private static Scale current(boolean large) {
    double step = 1.0 / 20_000;
    return large
        ? new Scale(Unit.AMPERE, 1.05, 1.05, step, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1)
        : new Scale(
            Unit.AMPERE, 1.05, 1.05, step, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1);
  }

  /**
   * Goes through the configuration list that SOURce:LIST makes (section 6), by a trigger model of
   * blocks: the ones that the instrument loads for its sweeps switch the output off at their end,
   * wherever the level is. The last block but one takes it back to the first level.
   *
   * @param ranges asks for the ranges of meter and source
   */
  private record Lists(ScpiSession session, boolean amperes, String ranges)
      implements SafeSourceMeter.Sweeper {
    private static final int MOST = 2500;

    /** Levels in one message. */
    private static final int PART = 100;

    private static final int ELEMENTS = 3;

    /** Of the status of the source (section 8, bufferVar.sourcestatuses). */
    private static final int LIMITED = 1 << 5;

    void declare(Settings table, ListedLevels listed) {
      String header = ":SOUR:LIST:" + (amperes ? "CURR" : "VOLT");
      String list = "\"" + (amperes ? "Curr" : "Volt") + "CustomSweepList\"";
      table
          .sends(header + " %l", listed::begin)
          .sends(header + ":APP %l", listed::append)
          .sends(":READ? \"defbuffer1\",READ,SOUR", ":TRIG:LOAD \"EMPTY\"", ":ABOR")
          .sends(":TRIG:BLOC:BUFF:CLE 1", ":TRIG:BLOC:DEL:CONS 3, %n", ":TRIG:BLOC:MEAS 4")
          .sends(":TRIG:BLOC:CONF:REC 2, " + list, listed::require)
          .sends(":TRIG:BLOC:CONF:NEXT 5, " + list, listed::require)
          .sends(":TRIG:BLOC:BRAN:COUN 6, %n, 3")
          .sends(":INIT", listed::require);
    }

    @Override
    public int most() {
      return MOST;
    }

    @Override
    public void arm(double settling, List<String> levels) {
      String header = ":SOUR:LIST:" + (amperes ? "CURR" : "VOLT");
      for (int from = 0; from < levels.size(); from += PART) {
        List<String> part = levels.subList(from, Math.min(levels.size(), from + PART));
        session.command(header + (from == 0 ? " " : ":APP ") + String.join(",", part));
      }
      String list = "\"" + (amperes ? "Curr" : "Volt") + "CustomSweepList\"";
      session.command(":TRIG:LOAD \"EMPTY\"");
      session.command(":TRIG:BLOC:BUFF:CLE 1");
      session.command(":TRIG:BLOC:CONF:REC 2, " + list);
      session.command(":TRIG:BLOC:DEL:CONS 3, " + ScpiNumber.format(settling));
      session.command(":TRIG:BLOC:MEAS 4");
      session.command(":TRIG:BLOC:CONF:NEXT 5, " + list);
      session.command(":TRIG:BLOC:BRAN:COUN 6, " + levels.size() + ", 3");
    }

    @Override
    public String start() {
      return ":INIT";
    }

    @Override
    public List<Measured> collect(int count) {
      session.query("*OPC?");
      String data = ":TRAC:DATA? 1," + count + ",\"defbuffer1\",READ,SOUR,SOURSTAT;";
      int words = ELEMENTS * count;
      double[] is = session.queryNumbers(data + ranges, words + 2);
      List<Measured> measured = new ArrayList<>();
      for (int k = 0; k < words; k += ELEMENTS) {
        double limited = (int) is[k + 2] & LIMITED;
        double[] one = {is[k], is[k + 1], is[words], is[words + 1], limited};
        measured.add(measured(one, amperes));
      }
      return measured;
    }

    @Override
    public void end() {
      session.command(":ABOR");
      session.command(":TRIG:LOAD \"EMPTY\"");
    }
  }

  private static Measured measured(double[] is, boolean amperes) {
    boolean limited = is[4] != 0;
    return amperes
        ? new Measured(is[0], is[1], is[2], is[3], limited)
        : new Measured(is[1], is[0], is[3], is[2], limited);
  }
}
