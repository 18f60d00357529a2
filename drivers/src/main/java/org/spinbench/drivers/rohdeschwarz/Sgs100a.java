package org.spinbench.drivers.rohdeschwarz;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;

import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.PulsedRfSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Rohde &amp; Schwarz SGS100A, an RF source of 1 MHz to 12.75 GHz and -120 to +25 dBm (R&amp;S
 * SGS100A user manual, chapter "Remote Control Commands"), with frequency option B106 up to 6 GHz.
 * Pulses come in at its trigger connector, which only option K22 makes an input for them.
 */
public record Sgs100a(
    ScpiSession session,
    Settings settings,
    NumberSetting frequency,
    NumberSetting power,
    SwitchSetting output,
    SwitchSetting pulses,
    ChoiceSetting pulseSource,
    ChoiceSetting pulsePolarity,
    ChoiceSetting trigger,
    SwitchSetting iq,
    List<NumberSetting> shifts)
    implements PulsedRfSource {

  private static final String INPUT = "PEMS";

  /** A driver on this session; sends nothing. */
  public static Sgs100a on(ScpiSession session) {
    Settings table = new Settings(session);
    return new Sgs100a(
        session,
        table,
        table.number("frequency", ":SOUR:FREQ", Unit.HERTZ, 1 * MHz, 12.75 * GHz).resolution(0.001),
        table.number("power", ":SOUR:POW", Unit.DBM, -120, 25).resolution(0.01),
        table.onOff("output", ":OUTP:STAT"),
        table.onOff("pulse_modulation", ":SOUR:PULM:STAT"),
        table.choice("pulse_source", ":SOUR:PULM:SOUR", "INT", "EXT"),
        table.choice("pulse_polarity", ":SOUR:PULM:POL", "NORM", "INV"),
        table.choice("trigger_connector", ":CONN:TRIG:OMOD", "SVAL", "SNV", "PVO", "PET", INPUT),
        table.onOff("iq_modulation", ":IQ:STAT"),
        List.of(table.number("level_offset", ":SOUR:POW:OFFS", Unit.DECIBEL, 0, 0)));
  }

  @Override
  public List<SwitchSetting> modulations() {
    return List.of(pulses, iq);
  }

  @Override
  public void preparePulsed() {
    if (!trigger.words().contains(INPUT)) {
      throw new SettingException(
          name()
              + " has no pulse input, which is option K22; take `pulsed` out of its entry in the"
              + " bench file");
    }
    hold();
    iq.ensure(false);
    trigger.ensure(INPUT);
    pulseSource.ensure("EXT");
    pulsePolarity.ensure("NORM");
    pulses.ensure(true);
  }

  @Override
  public void readOptions() {
    String options = session.query("*OPT?");
    frequency.range(1 * MHz, options.contains("B106") ? 6 * GHz : 12.75 * GHz);
    boolean pulsed = options.contains("K22");
    trigger.only(word -> pulsed || !word.startsWith("P"));
  }

  @Override
  public void inspect() {
    readOptions();
    PulsedRfSource.super.inspect();
    RfSource.requireUnshifted(shifts);
  }
}
