package org.spinbench.drivers.rohdeschwarz;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;

import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.RfSource;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Steps;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Rohde &amp; Schwarz SGS100A, an RF source of 1 MHz to 12.75 GHz and -120 to +25 dBm (R&amp;S
 * SGS100A user manual, chapter "Remote Control Commands").
 */
public final class Sgs100a implements Instrument, RfSource {
  private final ScpiSession session;
  private final Settings settings;
  private final NumberSetting frequency;
  private final NumberSetting power;
  private final SwitchSetting output;

  /** A driver on this session; sends nothing. */
  public Sgs100a(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    frequency =
        settings
            .number("frequency", ":SOUR:FREQ", Unit.HERTZ, 1 * MHz, 12.75 * GHz)
            .resolution(0.001);
    power = settings.number("power", ":SOUR:POW", Unit.DBM, -120, 25).resolution(0.01);
    output = settings.onOff("output", ":OUTP:STAT");
  }

  @Override
  public String name() {
    return session.name();
  }

  @Override
  public NumberSetting frequency() {
    return frequency;
  }

  @Override
  public NumberSetting power() {
    return power;
  }

  @Override
  public SwitchSetting output() {
    return output;
  }

  @Override
  public void inspect() {
    frequency.get();
    power.get();
    output.get();
  }

  @Override
  public void safe() {
    new Steps()
        .run(() -> power.set(power.minimum()))
        .run(() -> output.set(false))
        .verify("output off", () -> !output.get())
        .verify("lowest level", () -> power.get() <= power.minimum())
        .finish(name());
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public ScpiSession session() {
    return session;
  }
}
