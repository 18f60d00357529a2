package org.spinbench.drivers.windfreak;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;
import static org.spinbench.drivers.instrument.Units.kHz;
import static org.spinbench.drivers.instrument.Units.ms;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * One channel of a {@link SynthHd}. Its output is on when it is not muted and amplifier and
 * synthesizer have power; the three are switched together, and the mute is what is asked for. A
 * sweep has levels of its own, those of the moment at which it is made ready.
 */
record SynthHdChannel(
    ScpiSession session,
    Settings settings,
    String name,
    String select,
    NumberSetting frequency,
    NumberSetting power,
    SwitchSetting output,
    List<SwitchSetting> modulations,
    NumberSetting lower,
    NumberSetting upper,
    NumberSetting step,
    NumberSetting dwell,
    NumberSetting lowerPower,
    NumberSetting upperPower,
    SwitchSetting upwards,
    SwitchSetting sweep,
    AtomicBoolean swept,
    AtomicBoolean arming)
    implements SweptRfSource {

  static SynthHdChannel on(ScpiSession session, Settings whole, int number) {
    String select = "C" + (number - 1);
    Settings t = whole.channel(number).spelled(Syntax.LETTERS.after(select));
    AtomicBoolean swept = new AtomicBoolean();
    AtomicBoolean arming = new AtomicBoolean();
    String own = "a sweep has the level that was set before it";
    String ended = "its sweep has levels of its own; end the sweep first";
    SwitchSetting sweep = t.onOff("sweep", "g");
    Settings together = t.spelled(new Syntax("h%vr%vE%v", "%h?", select));
    t.number("phase", "~", Unit.DEGREE, 0, 360).resolution(0.001);
    t.choice("temperature_compensation", "Z", "NONE", "ON_SET", "1_S", "10_S").numbered();
    SynthHdChannel channel =
        new SynthHdChannel(
            session,
            t,
            session.name() + ":" + number,
            select,
            hertz(t, "frequency", "f"),
            dbm(t, "power", "W").only(() -> !swept.get(), ended),
            together.onOff("output", "h"),
            List.of(
                t.onOff("amplitude_modulation", "A"),
                t.onOff("frequency_modulation", "/"),
                t.onOff("pulse_modulation", "j"),
                sweep,
                t.onOff("continuous_sweep", "c")),
            hertz(t, "lower", "l"),
            hertz(t, "upper", "u"),
            t.number("step", "s", Unit.HERTZ, 1 * kHz, 24 * GHz).resolution(0.1).inPowersOfTen(6),
            t.number("dwell", "t", Unit.SECOND, 4 * ms, 10).resolution(1e-6).inPowersOfTen(-3),
            dbm(t, "lower_power", "[").only(arming::get, own),
            dbm(t, "upper_power", "]").only(arming::get, own),
            t.onOff("upwards", "^"),
            sweep,
            swept,
            arming);
    channel.declare();
    return channel;
  }

  /** A sweep that another program has made ready has no more than the level that is set. */
  private void declare() {
    double[] ends = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    settings
        .sends(lowerPower.header() + "%n", dbm -> ends[0] = requireNoMore(dbm[0]))
        .sends(upperPower.header() + "%n", dbm -> ends[1] = requireNoMore(dbm[0]))
        .sends(
            sweep.header() + "1",
            nothing -> {
              requireNoMore(Math.max(ends[0], ends[1]));
              swept.set(true);
            })
        .sends(sweep.header() + "0", nothing -> swept.set(false));
  }

  private double requireNoMore(double level) {
    if (Double.isInfinite(level)) {
      throw new SettingException(
          name + ": no limit has judged the levels of its sweep; prepare the sweep first");
    }
    if (level > power.current()) {
      throw new LimitException(
          LimitException.Level.CHIP,
          power.label()
              + " is "
              + power.current()
              + " dBm, and a sweep would give "
              + level
              + " dBm; give the sweep the level that is set");
    }
    return level;
  }

  private static NumberSetting hertz(Settings t, String name, String letter) {
    return t.number(name, letter, Unit.HERTZ, 10 * MHz, 24 * GHz).resolution(0.1).inPowersOfTen(6);
  }

  private static NumberSetting dbm(Settings t, String name, String letter) {
    return t.number(name, letter, Unit.DBM, -80, 20).resolution(0.01);
  }

  /** {@inheritDoc} It asks for its version, which says how far its ranges go. */
  @Override
  public void readOptions() {
    String hardware = session.query("v1");
    if (hardware.contains("Version 1.4")) {
      range(53 * MHz, 13_999_999_999.0, -80);
    } else if (hardware.contains("Version 2.")) {
      range(10 * MHz, session.query("v2").contains("PRO") ? 24 * GHz : 15 * GHz, -70);
    } else {
      throw new SettingException(
          name + " is of a version whose ranges are not known: \"" + hardware + "\"");
    }
  }

  @Override
  public void inspect() {
    readOptions();
    SweptRfSource.super.inspect();
  }

  private void range(double lowest, double highest, double weakest) {
    List.of(frequency, lower, upper).forEach(setting -> setting.range(lowest, highest));
    step.range(1 * kHz, highest - lowest);
    List.of(power, lowerPower, upperPower).forEach(setting -> setting.range(weakest, 20));
  }

  /** {@inheritDoc} The step between points is a multiple of 0.1 Hz, of at least 1 kHz. */
  @Override
  public void prepareSweep(double start, double stop, int points, double seconds) {
    endSweep();
    frequency.check(start);
    frequency.check(stop);
    lower.ensure(Math.min(start, stop));
    upper.ensure(Math.max(start, stop));
    step.ensure(Math.abs(stop - start) / (points - 1));
    dwell.ensure(seconds);
    sweepPower(power.current());
    upwards.ensure(stop >= start);
    swept.set(true);
  }

  /** A short sweep may be over before it could be asked back, so it is not. */
  @Override
  public void startSweep() {
    session.exclusively(
        () -> {
          session.send(select);
          session.send(sweep.header() + "1");
          return null;
        });
  }

  @Override
  public boolean sweeping() {
    return sweep.get();
  }

  @Override
  public void endSweep() {
    boolean byItsSwitch = sweep.wasSet() && sweep.current();
    if (swept.get() || byItsSwitch) {
      sweep.set(false);
      swept.set(false);
      sweepPower(power.minimum());
    }
  }

  /** {@inheritDoc} Without preparation a sweep would then have the lowest level. */
  @Override
  public void hold() {
    SweptRfSource.super.hold();
    sweepPower(power.minimum());
  }

  private void sweepPower(double level) {
    arming.set(true);
    try {
      lowerPower.ensure(level);
      upperPower.ensure(level);
    } finally {
      arming.set(false);
    }
  }
}
