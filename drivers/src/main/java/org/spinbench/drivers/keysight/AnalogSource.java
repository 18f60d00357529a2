package org.spinbench.drivers.keysight;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;
import static org.spinbench.drivers.instrument.Units.kHz;
import static org.spinbench.drivers.instrument.Units.ms;
import static org.spinbench.drivers.instrument.Units.us;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.ListRfSource;
import org.spinbench.drivers.instrument.role.PulsedRfSource;
import org.spinbench.drivers.instrument.role.StepSweep;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * An analog signal generator of Keysight: N5171B, N5173B (EXG), N5181B, N5183B (MXG; X-Series
 * Signal Generators SCPI Command Reference, N5180-90074) or E8257D (PSG; SCPI Command Reference,
 * E8251-90356). Its phase is in radians. A reset leaves modulation switched on as a whole, so
 * {@link #prepare} switches it off.
 *
 * <p>{@link #inspect} reads the options: the frequency option gives the range, without step
 * attenuator (option 1E1) the level ends at -20 dBm, and pulses from its pulse input need option
 * UNU, UNW or 1E6. That the E8257D gives +5 dBm less above 40 GHz follows its data sheet;
 * unconfirmed is the lowest level of an N5173B or N5183B with attenuator. No setting leads to
 * levels that step, for they would not have passed the limits, and an instrument that is found to
 * step them is refused.
 *
 * <p>What the connectors of the X-Series give out is a setting; for a pass its SWEEP OUT gives
 * "source settled", an edge with each point. A PSG's TRIGGER OUT has that of itself.
 */
public record AnalogSource(
    ScpiSession session,
    Settings settings,
    NumberSetting frequency,
    NumberSetting power,
    SwitchSetting output,
    List<SwitchSetting> modulations,
    List<NumberSetting> shifts,
    ChoiceSetting frequencyMode,
    ChoiceSetting powerMode,
    StepSweep sweep,
    ChoiceSetting listType,
    ChoiceSetting listDwell,
    ChoiceSetting listDirection,
    SwitchSetting continuous,
    ChoiceSetting trigger,
    PulseModulator pulses,
    Optional<ChoiceSetting> sweepOut)
    implements ListRfSource, PulsedRfSource {
  /** For each frequency of a pass that is made ready, s. */
  private static final double LEARNING = 5e-3;

  private static final Map<String, Double> HIGHEST =
      Map.ofEntries(
          Map.entry("501", 1 * GHz),
          Map.entry("503", 3 * GHz),
          Map.entry("506", 6 * GHz),
          Map.entry("513", 13 * GHz),
          Map.entry("520", 20 * GHz),
          Map.entry("521", 20 * GHz),
          Map.entry("532", 31.8 * GHz),
          Map.entry("540", 40 * GHz),
          Map.entry("550", 50 * GHz),
          Map.entry("567", 70 * GHz));

  /** A driver on this session; sends nothing. */
  public static AnalogSource on(ScpiSession session) {
    Settings t = new Settings(session);
    boolean psg = isPsg(session);
    double dwell = psg ? 1 * ms : 100 * us;
    double[] f = {lowest(psg), psg ? 70 * GHz : 40 * GHz};
    NumberSetting frequency =
        t.number("frequency", ":SOUR:FREQ", Unit.HERTZ, f[0], f[1]).resolution(0.001);
    t.number("phase", ":SOUR:PHAS", Unit.RADIAN, -Math.PI, Math.PI);
    t.onOff("level_control", ":SOUR:POW:ALC");
    t.onOff("reference_auto", ":SOUR:ROSC:SOUR:AUTO");
    t.onOff("retrace", ":SOUR:LIST:RETR");
    t.sends(":DIAG:CPU:INFO:OPT:DET?", ":SOUR:TSW");
    t.sends(":SOUR:LIST:FREQ %l", list -> Arrays.stream(list).forEach(frequency::check));
    return new AnalogSource(
        session,
        t,
        frequency,
        t.number("power", ":SOUR:POW", Unit.DBM, -144, psg ? 10 : 19).resolution(0.01),
        t.onOff("output", ":OUTP"),
        List.of(t.onOff("modulation", ":OUTP:MOD")),
        List.of(
            t.number("level_offset", ":SOUR:POW:OFFS", Unit.DECIBEL, 0, 0),
            t.number("frequency_offset", ":SOUR:FREQ:OFFS", Unit.HERTZ, 0, 0),
            t.number("frequency_multiplier", ":SOUR:FREQ:MULT", Unit.ONE, 1, 1)),
        t.choice("frequency_mode", ":SOUR:FREQ:MODE", "CW", "FIX", "SWE", "LIST"),
        t.choice("power_mode", ":SOUR:POW:MODE", "FIX"),
        new StepSweep(
            frequency,
            t.number("start", ":SOUR:FREQ:STAR", Unit.HERTZ, f[0], f[1]).resolution(0.001),
            t.number("stop", ":SOUR:FREQ:STOP", Unit.HERTZ, f[0], f[1]).resolution(0.001),
            t.number("points", ":SOUR:SWE:POIN", Unit.ONE, 2, 65535).resolution(1),
            t.number("dwell", ":SOUR:SWE:DWEL", Unit.SECOND, dwell, psg ? 60 : 100)
                .resolution(1e-6)),
        t.choice("list_type", ":SOUR:LIST:TYPE", "STEP", "LIST"),
        t.choice("list_dwell", ":SOUR:LIST:DWEL:TYPE", "STEP", "LIST"),
        t.choice("list_direction", ":SOUR:LIST:DIR", "UP", "DOWN"),
        t.onOff("continuous", ":INIT:CONT"),
        t.choice("trigger", ":TRIG:SOUR", "IMM", "BUS", "EXT", "KEY"),
        new PulseModulator(t),
        psg ? Optional.empty() : Optional.of(connectors(t)));
  }

  /** SWEEP OUT; TRIG 1 and TRIG 2 are declared beside. */
  private static ChoiceSetting connectors(Settings t) {
    String[] both = {"SWE", "SETT", "PVID", "PSYN", "LXI", "PULS", "TRIG1", "TRIG2", "SFD", "NONE"};
    t.choice("trigger_1_out", ":ROUT:CONN:TRIG1:OUTP", both).only(word -> !word.equals("TRIG1"));
    t.choice("trigger_2_out", ":ROUT:CONN:TRIG2:OUTP", both).only(word -> !word.equals("TRIG2"));
    return t.choice(
        "sweep_out", ":ROUT:CONN:SOUT", "SWE", "SETT", "PVID", "PSYN", "SW8757", "SRUN", "SFD");
  }

  private static boolean isPsg(ScpiSession session) {
    return session.identity().model().equals("E8257D");
  }

  private static double lowest(boolean psg) {
    return psg ? 100 * kHz : 9 * kHz;
  }

  @Override
  public void readOptions() {
    boolean psg = isPsg(session);
    String answer = session.query(psg ? ":DIAG:CPU:INFO:OPT:DET?" : "*OPT?");
    Set<String> options = Set.copyOf(List.of(answer.split("[^A-Za-z0-9]+")));
    String range =
        HIGHEST.keySet().stream()
            .filter(options::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    new SettingException(
                        name() + " names no frequency option among \"" + answer + "\""));
    sweep.range(range.equals("521") ? 10 * MHz : lowest(psg), HIGHEST.get(range));
    narrowLevel(options.contains("1E1"), HIGHEST.get(range) > 40 * GHz);
    pulses.fitted(options);
  }

  @Override
  public void inspect() {
    readOptions();
    ListRfSource.super.inspect();
    powerMode.get();
  }

  private void narrowLevel(boolean attenuator, boolean above40) {
    switch (session.identity().model()) {
      case "N5171B", "N5181B" -> power.range(-144, 19);
      case "N5173B", "N5183B" -> power.range(attenuator ? -135 : -20, 19);
      default -> power.range(!attenuator ? -20 : above40 ? -110 : -135, above40 ? 5 : 10);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws SettingException if the instrument has no option for it
   */
  @Override
  public void preparePulsed() {
    hold();
    pulses.open(modulations.get(0));
  }

  @Override
  public void prepareSweep(double start, double stop, int points, double dwell) {
    endSweep();
    sweep.set(start, stop, points, dwell);
    listType.ensure("STEP");
    arm(points);
  }

  @Override
  public void prepareList(double dwell, double... frequencies) {
    endSweep();
    session.command(":SOUR:LIST:FREQ " + checked(frequencies));
    sweep.dwell().ensure(dwell);
    listType.ensure("LIST");
    arm(frequencies.length);
  }

  /** The level stays the one that is set. */
  private void arm(int points) {
    powerMode.ensure("FIX");
    listDwell.ensure("STEP");
    listDirection.ensure("UP");
    continuous.ensure(false);
    trigger.ensure("IMM");
    sweepOut.ifPresent(connector -> connector.ensure("SETT"));
    session.lasting(
        LEARNING * points,
        () -> {
          frequencyMode.set("LIST");
          return null;
        });
  }

  @Override
  public void startSweep() {
    session.command(":SOUR:TSW");
  }
}
