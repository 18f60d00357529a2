package org.spinbench.drivers.rohdeschwarz;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.kHz;
import static org.spinbench.drivers.instrument.Units.ms;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.ListRfSource;
import org.spinbench.drivers.instrument.role.PulsedRfSource;
import org.spinbench.drivers.instrument.role.StepSweep;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Rohde &amp; Schwarz SMB100A, an RF source of up to 40 GHz and -145 to +30 dBm (R&amp;S SMB100A
 * operating manual, chapter 6, "Remote Control Commands"). What its options leave of that it is
 * asked for by {@link #inspect}. How many points a sweep may have at most is unconfirmed.
 *
 * <p>In a list every frequency has a level of its own; it is the one that is set when the list is
 * made ready, and cannot be changed while it is in use. No setting leads to a list or to a sweep of
 * levels, for whatever the instrument keeps in one has not passed the limits; one that is found
 * going through either is refused.
 */
public record Smb100a(
    ScpiSession session,
    Settings settings,
    NumberSetting frequency,
    NumberSetting power,
    SwitchSetting output,
    List<SwitchSetting> modulations,
    List<SwitchSetting> otherModulations,
    SwitchSetting pulses,
    ChoiceSetting pulseSource,
    ChoiceSetting pulsePolarity,
    List<NumberSetting> shifts,
    ChoiceSetting frequencyMode,
    ChoiceSetting powerMode,
    StepSweep sweep,
    ChoiceSetting spacing,
    ChoiceSetting sweepTrigger,
    NumberSetting listDwell,
    ChoiceSetting listTrigger,
    AtomicBoolean listed)
    implements ListRfSource, PulsedRfSource {
  private static final String LIST = "/var/user/spinbench";

  /** For each frequency of a list that is made ready, s. */
  private static final double LEARNING = 5e-3;

  /** A driver on this session; sends nothing. */
  public static Smb100a on(ScpiSession session) {
    Settings t = new Settings(session);
    NumberSetting frequency =
        t.number("frequency", ":SOUR:FREQ", Unit.HERTZ, 9 * kHz, 40 * GHz).resolution(0.001);
    AtomicBoolean listed = new AtomicBoolean();
    t.choice("level_control", ":SOUR:POW:ALC", "AUTO", "ON", "OFF");
    t.number("level_limit", ":SOUR:POW:LIM", Unit.DBM, -145, 30).resolution(0.01);
    t.number("phase", ":SOUR:PHAS", Unit.DEGREE, -359.9, 359.9).resolution(0.1);
    t.choice("reference", ":SOUR:ROSC:SOUR", "INT", "EXT");
    NumberSetting power =
        t.number("power", ":SOUR:POW", Unit.DBM, -145, 30)
            .resolution(0.01)
            .only(() -> !listed.get(), "its list has levels of its own; end the list first");
    declareList(t, frequency, power, listed);
    return new Smb100a(
        session,
        t,
        frequency,
        power,
        t.onOff("output", ":OUTP"),
        List.of(t.onOff("modulation", ":SOUR:MOD")),
        List.of(
            t.onOff("amplitude_modulation", ":SOUR:AM:STAT"),
            t.onOff("frequency_modulation", ":SOUR:FM:STAT"),
            t.onOff("phase_modulation", ":SOUR:PM:STAT")),
        t.onOff("pulse_modulation", ":SOUR:PULM:STAT"),
        t.choice("pulse_source", ":SOUR:PULM:SOUR", "INT", "EXT"),
        t.choice("pulse_polarity", ":SOUR:PULM:POL", "NORM", "INV"),
        List.of(
            t.number("level_offset", ":SOUR:POW:OFFS", Unit.DECIBEL, 0, 0),
            t.number("frequency_offset", ":SOUR:FREQ:OFFS", Unit.HERTZ, 0, 0),
            t.number("frequency_multiplier", ":SOUR:FREQ:MULT", Unit.ONE, 1, 1)),
        t.choice("frequency_mode", ":SOUR:FREQ:MODE", "CW", "SWE").then(w -> listed.set(false)),
        t.choice("power_mode", ":SOUR:POW:MODE", "CW"),
        new StepSweep(
            frequency,
            t.number("start", ":SOUR:FREQ:STAR", Unit.HERTZ, 9 * kHz, 40 * GHz).resolution(0.001),
            t.number("stop", ":SOUR:FREQ:STOP", Unit.HERTZ, 9 * kHz, 40 * GHz).resolution(0.001),
            t.number("points", ":SOUR:SWE:POIN", Unit.ONE, 2, 10001).resolution(1),
            t.number("dwell", ":SOUR:SWE:DWEL", Unit.SECOND, 2 * ms, 100).resolution(1e-4)),
        t.choice("spacing", ":SOUR:SWE:SPAC", "LIN", "LOG"),
        t.choice("trigger", ":TRIG:FSW:SOUR", "AUTO", "SING", "EXT"),
        t.number("list_dwell", ":SOUR:LIST:DWEL", Unit.SECOND, 0.7 * ms, 100).resolution(1e-4),
        t.choice("list_trigger", ":SOUR:LIST:TRIG:SOUR", "AUTO", "SING", "EXT"),
        listed);
  }

  /** A list that another program sends has the level that was set before it. */
  private static void declareList(
      Settings t, NumberSetting frequency, NumberSetting power, AtomicBoolean listed) {
    AtomicReference<Double> level = new AtomicReference<>(Double.POSITIVE_INFINITY);
    t.sends(":SOUR:LIST:SEL '" + LIST + "'", ":SOUR:LIST:TRIG:EXEC", ":SOUR:SWE:EXEC")
        .sends(":SOUR:LIST:FREQ %l", list -> Arrays.stream(list).forEach(frequency::check))
        .sends(
            ":SOUR:LIST:POW %n",
            dbm -> {
              requireNoMore(power, dbm[0]);
              level.set(dbm[0]);
            })
        .sends(
            ":SOUR:FREQ:MODE LIST",
            nothing -> {
              requireNoMore(power, level.get());
              listed.set(true);
            });
  }

  private static void requireNoMore(NumberSetting power, double level) {
    if (level > power.current()) {
      throw new LimitException(
          LimitException.Level.CHIP,
          power.label()
              + " is "
              + power.current()
              + " dBm, and its list would give "
              + level
              + " dBm; give the list the level that is set");
    }
  }

  /** {@inheritDoc} It queries which values they allow. */
  @Override
  public void readOptions() {
    sweep.range(session.queryNumber(":SOUR:FREQ? MIN"), session.queryNumber(":SOUR:FREQ? MAX"));
    power.range(session.queryNumber(":SOUR:POW? MIN"), session.queryNumber(":SOUR:POW? MAX"));
  }

  @Override
  public void inspect() {
    readOptions();
    ListRfSource.super.inspect();
    powerMode.get();
  }

  /**
   * {@inheritDoc} The other modulations are switched off one by one, because those that were on
   * come back when any is switched on.
   */
  @Override
  public void preparePulsed() {
    hold();
    otherModulations.forEach(modulation -> modulation.ensure(false));
    pulseSource.ensure("EXT");
    pulsePolarity.ensure("NORM");
    pulses.ensure(true);
  }

  @Override
  public void prepareSweep(double start, double stop, int points, double dwell) {
    endSweep();
    sweep.set(start, stop, points, dwell);
    spacing.ensure("LIN");
    sweepTrigger.ensure("SING");
    frequencyMode.set("SWE");
  }

  @Override
  public void prepareList(double dwell, double... frequencies) {
    endSweep();
    String list = checked(frequencies);
    session.command(":SOUR:LIST:SEL '" + LIST + "'");
    session.command(":SOUR:LIST:FREQ " + list);
    session.command(":SOUR:LIST:POW " + ScpiNumber.format(power.current()));
    listDwell.ensure(dwell);
    listTrigger.ensure("SING");
    session.command(":SOUR:FREQ:MODE LIST", LEARNING * frequencies.length);
    listed.set(true);
  }

  @Override
  public void endSweep() {
    if (listed.get()) {
      frequencyMode.set("CW");
    }
    ListRfSource.super.endSweep();
  }

  @Override
  public void startSweep() {
    session.command(listed.get() ? ":SOUR:LIST:TRIG:EXEC" : ":SOUR:SWE:EXEC");
  }
}
