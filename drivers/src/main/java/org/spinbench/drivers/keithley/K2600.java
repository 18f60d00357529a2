package org.spinbench.drivers.keithley;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Syntax;
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
 * Keithley 2600B source meters, which speak TSP (2600B reference manual 2600BS-901-01, section 7).
 * The identity says which ranges it has, and whether one channel or two, {@code smua} and {@code
 * smub}. Numbers are printed with six digits after a reset, which would round every level that is
 * asked back; sixteen are set before anything else. Switched off it is made to hold 0 V, as after a
 * reset; to hold 0 A it would use up to 40 V (section 2, "Output-off states"). Noise is taken as
 * one count of the display at 1 PLC, which is not confirmed by the manual.
 */
public final class K2600 {
  /** What the models answer to {@code *IDN?}. */
  public static final List<String> IDENTITIES =
      List.of(
          "Model 2601B",
          "Model 2602B",
          "Model 2604B",
          "Model 2611B",
          "Model 2612B",
          "Model 2614B",
          "Model 2634B",
          "Model 2635B",
          "Model 2636B");

  private static final Set<String> SINGLE = Set.of("2601B", "2611B", "2635B");

  private static final Scale VOLTAGE_260X = new Scale(Unit.VOLT, 1.01, 40.4, 0, 0.1, 1, 6, 40);
  private static final Scale VOLTAGE_261X = new Scale(Unit.VOLT, 1.01, 202, 0, 0.2, 2, 20, 200);
  private static final Scale CURRENT_260X =
      new Scale(Unit.AMPERE, 1.01, 3.03, 0, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 3);
  private static final Scale CURRENT_261X =
      new Scale(Unit.AMPERE, 1.01, 1.515, 0, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 1.5);
  private static final Scale CURRENT_263X =
      new Scale(
          Unit.AMPERE, 1.01, 1.515, 0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 1.5);
  private static final double NOISE = 1e-6;

  /** The type of filter whose stack is filled again for every reading. */
  private static final int REPEATING = 1;

  private final ScpiSession session;
  private final SourceFunction function;
  private final Ramp ramp;
  private final double compliance;
  private final Scale voltage;
  private final Scale current;

  private K2600(
      ScpiSession session, SourceFunction function, Ramp ramp, double compliance, String family) {
    this.session = session;
    this.function = function;
    this.ramp = ramp;
    this.compliance = compliance;
    voltage = family.equals("260") ? VOLTAGE_260X : VOLTAGE_261X;
    current =
        switch (family) {
          case "260" -> CURRENT_260X;
          case "261" -> CURRENT_261X;
          default -> CURRENT_263X;
        };
  }

  /**
   * A driver on this session whose channels are all sources of the same quantity; sends nothing.
   *
   * @param ramp how fast a level may move, A and A/s, or V and V/s
   * @param compliance V for a source of current, A for a source of voltage; what is less than the
   *     lowest that there is becomes the lowest
   */
  public static Channels<SourceMeter> on(
      ScpiSession session, SourceFunction function, Ramp ramp, double compliance) {
    String model = session.identity().model().replace("Model ", "");
    K2600 unit = new K2600(session, function, ramp, compliance, model.substring(0, 3));
    Settings table = new Settings(session, Syntax.TSP);
    NumberSetting digits =
        table.number("digits", "format.asciiprecision", Unit.ONE, 1, 16).resolution(1);
    List<SourceMeter> channels = new ArrayList<>();
    channels.add(unit.channel(1, "smua", table.channel(1), digits));
    if (!SINGLE.contains(model)) {
      channels.add(unit.channel(2, "smub", table.channel(2), digits));
    }
    return new SafeChannels<>(session, table, channels);
  }

  private SourceMeter channel(int number, String smu, Settings table, NumberSetting digits) {
    boolean amperes = function == SourceFunction.CURRENT;
    String source = smu + ".source.";
    String meter = smu + ".measure.";
    String letter = amperes ? "i" : "v";
    String otherLetter = amperes ? "v" : "i";
    Scale scale = amperes ? current : voltage;
    Scale other = amperes ? voltage : current;
    SwitchSetting output = table.onOff("output", source + "output");
    NumberSetting level = scale.level(table, source + "level" + letter);
    NumberSetting limit =
        other.compliance(table, source + "limit" + otherLetter, amperes ? 10e-3 : 1e-6);
    SwitchSetting fourWire = table.onOff("four_wire", smu + ".sense");
    NumberSetting cycles =
        table.number("integration", meter + "nplc", Unit.PLC, 0.001, 25).resolution(0.001);
    SwitchSetting autoRange = table.onOff("meter_auto_range", meter + "autorange" + otherLetter);
    SafeSource safe =
        new SafeSource(session.name() + ":" + number, session, table, ramp, output, level)
            .with(digits, 16)
            .sourcing(
                table.choice("function", source + "func", "CURR", "VOLT").numbered(),
                amperes ? 0 : 1)
            .with(table.onOff("auto_range", source + "autorange" + letter), false)
            .ranging(scale.range(table, source + "range" + letter), scale)
            .protecting(limit, compliance)
            .limitedWhile(() -> isLimited(source))
            .with(
                table.choice("off_function", source + "offfunc", "CURR", "VOLT").numbered(), "VOLT")
            .with(fourWire, false)
            .with(autoRange, true)
            .with(cycles, 1)
            .with(
                table.choice("auto_zero", meter + "autozero", "OFF", "ONCE", "AUTO").numbered(),
                "AUTO");
    SwitchSetting averaging = table.onOff("averaging", meter + "filter.enable");
    safe.with(averaging, false)
        .with(table.number("count", meter + "count", Unit.ONE, 1, 60_000).resolution(1), 1);
    table.choice("off_mode", source + "offmode", "NORM", "HIZ", "ZERO").numbered();
    Meters meters =
        new Meters(
            limit,
            fourWire,
            cycles,
            autoRange,
            () -> filterLength(session, averaging, meter + "filter."),
            other,
            "print(localnode.linefreq)",
            NOISE,
            NOISE);
    Lists lists = new Lists(session, smu, letter);
    table
        .sends("print(" + meter + "iv())", ranges(meter), "print(" + source + "compliance)")
        .sends("print(localnode.linefreq)")
        .sends("print(" + meter + "filter.type)", "print(" + meter + "filter.count)");
    lists.declare(table, new ListedLevels(level, ramp));
    return new SafeSourceMeter(function, safe, meters, () -> measure(source, meter), lists);
  }

  /**
   * How many conversions a reading is taken from, those of earlier readings included: the moving
   * average and the median keep them, the repeating average (1) fills its stack again (2600B
   * reference manual 2600BS-901-01, smuX.measure.filter.type).
   */
  private static int filterLength(ScpiSession session, SwitchSetting averaging, String filter) {
    boolean keeps =
        averaging.current() && session.queryNumber("print(" + filter + "type)") != REPEATING;
    return keeps ? (int) session.queryNumber("print(" + filter + "count)") : 1;
  }

  /**
   * Goes through a list by the trigger model of the channel (section 7, smuX.trigger), which
   * returns to the level that is set at its end; of each level the first buffer says whether the
   * source was in compliance (section 3, "Buffer status").
   */
  private record Lists(ScpiSession session, String smu, String letter)
      implements SafeSourceMeter.Sweeper {
    private static final int MOST = 2500;
    private static final int COLUMNS = 3;
    private static final int COMPLIANCE = 1 << 6;

    /** What makes a channel ready to go through its list, beside list and count. */
    private static final List<String> READY =
        List.of(
            "source.stimulus = 0",
            "measure.stimulus = 0",
            "arm.stimulus = 0",
            "endpulse.stimulus = 0",
            "source.action = 1",
            "measure.action = 1",
            "endpulse.action = 1",
            "endsweep.action = 0",
            "arm.count = 1");

    void declare(Settings table, ListedLevels listed) {
      String trigger = smu + ".trigger.";
      String level = smu + ".source.level" + letter;
      READY.forEach(line -> table.sends(trigger + line));
      table
          .sends(clear(), measure(), trigger + "count = %n", trigger + "source.action = 0")
          .sends(trigger + "source.list" + letter + "({%l})", listed::begin)
          .sends(smu + ".source.delay = %n", smu + ".abort()", level + " = " + level)
          .sends(collect("%n"))
          .sends(trigger + "initiate()", listed::require);
    }

    private String clear() {
      return smu + ".nvbuffer1.clear() " + smu + ".nvbuffer2.clear()";
    }

    private String measure() {
      return smu + ".trigger.measure.iv(" + smu + ".nvbuffer1, " + smu + ".nvbuffer2)";
    }

    private String collect(String count) {
      String current = smu + ".nvbuffer1";
      String columns = String.join(", ", current, smu + ".nvbuffer2", current + ".statuses");
      return "waitcomplete() printbuffer(1, " + count + ", " + columns + ")";
    }

    @Override
    public int most() {
      return MOST;
    }

    @Override
    public void arm(double settling, List<String> levels) {
      String trigger = smu + ".trigger.";
      session.command(clear());
      session.command(measure());
      String list = "{" + String.join(",", levels) + "}";
      session.command(trigger + "source.list" + letter + "(" + list + ")");
      session.command(smu + ".source.delay = " + ScpiNumber.format(settling));
      READY.forEach(line -> session.command(trigger + line));
      session.command(trigger + "count = " + levels.size());
    }

    @Override
    public String start() {
      return smu + ".trigger.initiate()";
    }

    @Override
    public List<Measured> collect(int count) {
      double[] is = session.queryNumbers(collect(Integer.toString(count)), COLUMNS * count);
      String meter = smu + ".measure.";
      double[] ranges = session.queryNumbers(ranges(meter), 2);
      List<Measured> measured = new ArrayList<>();
      for (int k = 0; k < is.length; k += COLUMNS) {
        boolean limited = ((int) is[k + 2] & COMPLIANCE) != 0;
        measured.add(new Measured(is[k + 1], is[k], ranges[0], ranges[1], limited));
      }
      return measured;
    }

    /** {@inheritDoc} What was aborted stays at its level until one is set. */
    @Override
    public void end() {
      String level = smu + ".source.level" + letter;
      session.command(smu + ".abort()");
      session.command(level + " = " + level);
      session.command(smu + ".trigger.source.action = 0");
      session.command(smu + ".source.delay = 0");
    }
  }

  private static String ranges(String meter) {
    return "print(" + meter + "rangev, " + meter + "rangei)";
  }

  private Measured measure(String source, String meter) {
    double[] read = session.queryNumbers("print(" + meter + "iv())", 2);
    double[] ranges = session.queryNumbers(ranges(meter), 2);
    return new Measured(read[1], read[0], ranges[0], ranges[1], isLimited(source));
  }

  private boolean isLimited(String source) {
    String limited = session.query("print(" + source + "compliance)");
    return limited.equals("true") || limited.startsWith("1");
  }
}
