package org.spinbench.drivers.instrument.role;

import java.util.List;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * Role: a source of one RF tone. Readings wait after each of its changes, by {@code tone} in the
 * bench file, or by {@link #settling} if that is longer.
 *
 * <p>Some models start with a modulation on, or are left with one; then their output is not a plain
 * tone.
 */
public interface RfSource extends Instrument {
  /** Carrier frequency, Hz. */
  NumberSetting frequency();

  /** Level at the connector, dBm. */
  NumberSetting power();

  /** RF output on or off. */
  SwitchSetting output();

  /** The switches that must all be off for a plain tone; none if it is always one. */
  List<SwitchSetting> modulations();

  /** Prepares it for one tone: {@link #hold}, and every modulation off unless it is known to be. */
  default void prepare() {
    hold();
    modulations().forEach(modulation -> modulation.ensure(false));
  }

  /** Keeps it at the present frequency and level; does not concern modulations. */
  default void hold() {}

  /**
   * {@inheritDoc}
   *
   * @throws SettingException if the output is on and modulated
   */
  @Override
  default void inspect() {
    frequency().get();
    power().get();
    boolean on = output().get();
    for (SwitchSetting modulation : modulations()) {
      if (modulation.get() && on) {
        throw new SettingException(
            modulation.label()
                + " is on and so is the output; the bench needs a plain tone and will not change a"
                + " live output. Switch either off at the instrument, then open the bench again");
      }
    }
  }

  /**
   * Refuses an instrument whose displayed levels or frequencies differ from those at its connector,
   * because limits could not judge them.
   *
   * @param shifts its offsets and factors, each fixed to a value
   * @throws SettingException if one has another value
   */
  static void requireUnshifted(List<NumberSetting> shifts) {
    for (NumberSetting shift : shifts) {
      double found = shift.get();
      if (found != shift.minimum()) {
        throw new SettingException(
            shift.label()
                + " is "
                + found
                + " and not "
                + shift.minimum()
                + ": its display does not show the level at its connector; set it to "
                + shift.minimum()
                + " at the instrument, then open the bench again");
      }
    }
  }

  @Override
  default List<Output> outputs() {
    return List.of(Output.of(name(), power(), output()));
  }

  /** {@inheritDoc} The lowest level is the lowest that instrument and bench file allow. */
  @Override
  default void safe() {
    new Steps()
        .run(() -> power().set(power().minimum()))
        .run(() -> output().set(false))
        .verify("output off", () -> !output().get())
        .verify("lowest level", () -> power().get() <= power().minimum())
        .finish(name());
  }
}
