package org.spinbench.drivers.safety;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * The state of the sources as it is, or as it would be after one change: what a source was last set
 * to or said of itself, and asked from it when neither is known.
 *
 * @param changed the setting that would change; null for the present state
 * @param value what it would become
 * @param certain false to take what a batch has changed and the instrument not confirmed at the
 *     larger of old and new; true to wait for the confirmation
 */
public record State(Setting changed, double value, boolean certain) {
  /** The state as it is. */
  public static final State PRESENT = new State(null, 0, true);

  /** The state after a change. */
  public static State after(Setting setting, double value) {
    return new State(setting, value, true);
  }

  /** The most that the state can be after a change, whichever of those under way are made. */
  public static State atMost(Setting setting, double value) {
    return new State(setting, value, false);
  }

  /** A level, in its setting's unit. */
  public double level(NumberSetting setting) {
    if (setting == changed) {
      return value;
    }
    return certain ? setting.current() : setting.largest();
  }

  /** Whether an output is on. */
  public boolean on(SwitchSetting setting) {
    if (setting == changed) {
      return value != 0;
    }
    return certain ? setting.current() : setting.perhapsOn();
  }
}
