package org.spinbench.drivers.qdevil;

import java.time.Duration;
import java.util.Iterator;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ScpiSession;

/** One channel of a {@link Qdac2}. Its range is changed only while its level is zero. */
final class Qdac2Channel implements BiasSource {
  /** V/s: the whole ±10 V range within a millisecond, without a step on the line. */
  private static final double SLEW = 2e4;

  private final ScpiSession session;
  private final Settings settings;
  private final int number;
  private final Ramp ramp;
  private final NumberSetting voltage;
  private final ChoiceSetting range;
  private final NumberSetting slew;
  private final ChoiceSetting filter;
  private final SwitchSetting output;

  Qdac2Channel(ScpiSession session, Settings settings, int number, Ramp ramp) {
    this.session = session;
    this.settings = settings;
    this.number = number;
    this.ramp = ramp;
    String source = ":SOUR" + number;
    voltage = settings.number("voltage", source + ":VOLT", Unit.VOLT, -10, 10);
    range = settings.choice("range", source + ":RANG", "LOW", "HIGH");
    range.only(() -> voltage.get() == 0, "its level is not zero; bring it to zero first");
    slew = settings.number("slew", source + ":VOLT:SLEW", Unit.VOLT_PER_SECOND, 0.01, 2e7);
    slew.orUnlimited("INF");
    filter = settings.choice("filter", source + ":FILT", "DC", "MED", "HIGH");
    output = settings.alwaysOn("output");
  }

  @Override
  public void inspect() {
    limitLevel(range.get());
    voltage.get();
  }

  private void limitLevel(String ofRange) {
    double full = fullScale(ofRange);
    voltage.range(-full, full);
  }

  private static double fullScale(String ofRange) {
    return ofRange.equals("LOW") ? 2 : 10;
  }

  /** Low range where it is enough, a limited slew, and the 10 kHz filter. */
  @Override
  public void prepare(double largest) {
    String needed = Math.abs(largest) <= 2 ? "LOW" : "HIGH";
    if (Math.abs(largest) > fullScale(needed)) {
      throw new LimitException(
          LimitException.Level.INSTRUMENT,
          name() + ": a QDAC-II gives up to 10 V, not " + largest + " V");
    }
    if (!range.get().equals(needed)) {
      safe();
      range.set(needed);
    }
    limitLevel(needed);
    slew.ensure(SLEW);
    filter.ensure("MED");
  }

  @Override
  public Iterator<Duration> way(double target) {
    return ramp.way(voltage, target);
  }

  @Override
  public void safe() {
    new Steps()
        .run(() -> ramp.drive(voltage, 0, session.clock()))
        .verify("level zero", () -> voltage.get() == 0)
        .finish(name());
  }

  @Override
  public String name() {
    return session.name() + ":" + number;
  }

  @Override
  public NumberSetting level() {
    return voltage;
  }

  @Override
  public SwitchSetting output() {
    return output;
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
