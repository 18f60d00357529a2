package org.spinbench.drivers.anritsu;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;
import static org.spinbench.drivers.instrument.Units.ms;

import java.util.List;
import java.util.Set;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Anritsu MG3692C, an RF source of up to 20 GHz, in its SCPI language (MG369xC SCPI programming
 * manual, 10370-10375); its own, the one of {@code CF1} and {@code L1}, takes no exponents and has
 * to be left by hand. {@link #inspect} reads the options: the frequency begins at 2 GHz without
 * option 4 or 5, the level at -20 dBm without step attenuator (option 2). These limits, the highest
 * level and the resolutions are unconfirmed.
 *
 * <p>It is taken for a source without modulation options: it has no modulation to switch off.
 */
public record Mg3692c(
    ScpiSession session,
    Settings settings,
    NumberSetting frequency,
    NumberSetting power,
    SwitchSetting output,
    List<SwitchSetting> modulations)
    implements RfSource {

  /** A driver on this session; sends nothing. */
  public static Mg3692c on(ScpiSession session) {
    Settings t = new Settings(session);
    return new Mg3692c(
        session,
        t,
        t.number("frequency", ":FREQ", Unit.HERTZ, 10 * MHz, 20 * GHz).resolution(0.01),
        t.number("power", ":POW", Unit.DBM, -130, 30).resolution(0.01),
        t.onOff("output", ":OUTP"),
        List.of());
  }

  /** {@inheritDoc} Taken for 10 ms, which is unconfirmed. */
  @Override
  public double settling() {
    return 10 * ms;
  }

  @Override
  public void readOptions() {
    Set<String> options = Set.copyOf(List.of(session.query("*OPT?").split("[^A-Za-z0-9]+")));
    boolean low = options.contains("4") || options.contains("5");
    frequency.range(low ? 10 * MHz : 2 * GHz, 20 * GHz);
    boolean attenuator = options.stream().anyMatch(option -> option.matches("2[A-F]?"));
    power.range(attenuator ? -130 : -20, 30);
  }

  @Override
  public void inspect() {
    readOptions();
    RfSource.super.inspect();
  }
}
