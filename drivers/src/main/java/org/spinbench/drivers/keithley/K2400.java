package org.spinbench.drivers.keithley;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
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
 * A source meter of Keithley's 2400 series: 2400 (±210 V, ±1.05 A), 2401 (±21 V, ±1.05 A), 2410
 * (±1050 V, ±1.05 A) or 2420 (±63 V, ±3.15 A), with the ranges of its identity (2400 Series user's
 * manual 2400S-900-01, section 18). Compliance is set on the side of the meter. Noise is taken as
 * one count of the display at 1 PLC, which is not confirmed by the manual.
 */
public final class K2400 {
  private static final double VOLT_NOISE = 5e-6;
  private static final double AMPERE_NOISE = 1e-5;

  /** Bits of the status word (section 18, FORMat:ELEMents): compliance of either kind. */
  private static final int IN_COMPLIANCE = 1 << 3 | 1 << 16;

  private static final int BOTH_MEASURED = 1 << 11 | 1 << 12;

  private K2400() {}

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
    String model = session.identity().model();
    Scale scale = amperes ? current(model) : voltage(model);
    Scale other = amperes ? voltage(model) : current(model);
    Settings table = new Settings(session);
    SwitchSetting output = table.onOff("output", ":OUTP");
    NumberSetting level = scale.level(table, source);
    NumberSetting limit =
        other.compliance(table, sense + ":PROT", amperes ? 1e-3 : other.ranges()[0]);
    SwitchSetting fourWire = table.onOff("four_wire", ":SYST:RSEN");
    NumberSetting cycles =
        table.number("integration", sense + ":NPLC", Unit.PLC, 0.01, 10).resolution(0.01);
    SwitchSetting autoRange = table.onOff("meter_auto_range", sense + ":RANG:AUTO");
    SafeSource safe =
        new SafeSource(session.name(), session, table, ramp, output, level)
            .sourcing(table.choice("function", ":SOUR:FUNC", "CURR", "VOLT"), amperes ? 0 : 1)
            .fixed(table.choice("mode", source + ":MODE", "FIX", "SWE", "LIST"))
            .with(table.onOff("auto_off", ":SOUR:CLE:AUTO"), false)
            .with(table.onOff("auto_range", source + ":RANG:AUTO"), false)
            .ranging(scale.range(table, source + ":RANG"), scale)
            .protecting(limit, compliance)
            .limitedWhile(() -> session.queryNumber(sense + ":PROT:TRIP?") != 0)
            .with(fourWire, false)
            .with(table.onOff("concurrent", ":SENS:FUNC:CONC"), true)
            .with(
                ":SENS:FUNC?",
                "\"VOLT:DC\",\"CURR:DC\"",
                ":SENS:FUNC:OFF:ALL;:SENS:FUNC 'VOLT','CURR'")
            .with(autoRange, true)
            .with(cycles, 1);
    SwitchSetting averaging = table.onOff("averaging", ":SENS:AVER");
    safe.with(averaging, false)
        .with(":FORM:ELEM?", "VOLT,CURR,STAT", ":FORM:ELEM VOLT,CURR,STAT")
        .with(table.choice("arm_source", ":ARM:SOUR", "IMM", "BUS", "TIM"), "IMM")
        .with(table.number("arm_count", ":ARM:COUN", Unit.ONE, 1, 2500).resolution(1), 1)
        .with(table.choice("trigger_source", ":TRIG:SOUR", "IMM", "TLIN"), "IMM")
        .with(table.number("trigger_count", ":TRIG:COUN", Unit.ONE, 1, 2500).resolution(1), 1);
    Meters meters =
        new Meters(
            limit,
            fourWire,
            cycles,
            autoRange,
            () -> FilterLength.of(session, averaging, ":SENS:AVER:"),
            other,
            ":SYST:LFR?",
            VOLT_NOISE,
            AMPERE_NOISE);
    Lists lists = new Lists(session, amperes ? "CURR" : "VOLT");
    lists.declare(table, new ListedLevels(level, ramp));
    return new SafeSourceMeter(function, safe, meters, () -> measure(session), lists);
  }

  private static Scale voltage(String model) {
    return switch (model) {
      case "MODEL 2401" -> new Scale(Unit.VOLT, 1.05, 21, 1.0 / 40_000, 0.2, 2, 20);
      case "MODEL 2410" -> new Scale(Unit.VOLT, 1.05, 1050, 1.0 / 20_000, 0.2, 2, 20, 1000);
      case "MODEL 2420" -> new Scale(Unit.VOLT, 1.05, 63, 1.0 / 40_000, 0.2, 2, 20, 60);
      default -> new Scale(Unit.VOLT, 1.05, 210, 1.0 / 40_000, 0.2, 2, 20, 200);
    };
  }

  private static Scale current(String model) {
    double step = 1.0 / 20_000;
    return switch (model) {
      case "MODEL 2410" ->
          new Scale(Unit.AMPERE, 1.05, 1.05, step, 1e-6, 1e-5, 1e-4, 1e-3, 20e-3, 0.1, 1);
      case "MODEL 2420" ->
          new Scale(Unit.AMPERE, 1.05, 3.15, step, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 3);
      default -> new Scale(Unit.AMPERE, 1.05, 1.05, step, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1);
    };
  }

  /**
   * Goes through a list (section 18, SOURce:LIST), in the range that it has; the bus is held until
   * all is measured, and then the level is the fixed one again.
   */
  private record Lists(ScpiSession session, String quantity) implements SafeSourceMeter.Sweeper {
    private static final int MOST = 100;
    private static final int WORDS = 3;

    void declare(Settings table, ListedLevels listed) {
      String mode = ":SOUR:" + quantity + ":MODE ";
      table
          .sends(":READ?", ":INIT", ":SOUR:SWE:RANG FIX", ":SOUR:DEL %n", ":SOUR:DEL:AUTO 1")
          .sends(":SOUR:LIST:" + quantity + " %l", listed::begin)
          .sends(mode + "FIX")
          .sends(mode + "LIST", listed::require);
    }

    @Override
    public int most() {
      return MOST;
    }

    @Override
    public void arm(double settling, List<String> levels) {
      session.command(":SOUR:SWE:RANG FIX");
      session.command(":SOUR:LIST:" + quantity + " " + String.join(",", levels));
      session.command(":SOUR:DEL " + ScpiNumber.format(settling));
      session.command(":TRIG:COUN " + levels.size());
      session.command(":SOUR:" + quantity + ":MODE LIST");
    }

    /** Beside commands that end the pass, it keeps all until then (user's manual, *OPC). */
    @Override
    public boolean answers() {
      return false;
    }

    @Override
    public String start() {
      return ":INIT";
    }

    @Override
    public List<Measured> collect(int count) {
      String ask = ":FETC?;:SENS:VOLT:RANG?;:SENS:CURR:RANG?";
      double[] is = session.queryNumbers(ask, WORDS * count + 2);
      List<Measured> measured = new ArrayList<>();
      for (int k = 0; k < WORDS * count; k += WORDS) {
        double[] one = {is[k], is[k + 1], is[k + 2], is[WORDS * count], is[WORDS * count + 1]};
        measured.add(measured(session, one));
      }
      return measured;
    }

    @Override
    public void end() {
      session.command(":SOUR:" + quantity + ":MODE FIX");
      session.command(":TRIG:COUN 1");
      session.command(":SOUR:DEL:AUTO 1");
    }
  }

  private static Measured measure(ScpiSession session) {
    return measured(session, session.queryNumbers(":READ?;:SENS:VOLT:RANG?;:SENS:CURR:RANG?", 5));
  }

  /** From voltage, current, status word and both ranges. */
  private static Measured measured(ScpiSession session, double[] is) {
    int status = (int) is[2];
    if ((status & BOTH_MEASURED) != BOTH_MEASURED) {
      throw new SettingException(
          session.name()
              + " did not measure voltage and current, by its status word "
              + status
              + "; prepare it again");
    }
    return new Measured(is[0], is[1], is[3], is[4], (status & IN_COMPLIANCE) != 0);
  }
}
