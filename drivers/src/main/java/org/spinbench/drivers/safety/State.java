package org.spinbench.drivers.safety;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * The state of the sources, now or after one change. The value of a source is the last one set or
 * read; an unknown value is queried.
 *
 * @param changed the setting of the change; null for the present state
 * @param value its new value
 * @param certain false to take the larger of old and new for an unconfirmed change of a batch; true
 *     to wait for the confirmation
 */
public record State(Setting changed, double value, boolean certain) {
  /** The present state. */
  public static final State PRESENT = new State(null, 0, true);

  /** The state after a change. */
  public static State after(Setting setting, double value) {
    return new State(setting, value, true);
  }

  /** The largest possible state after a change, whichever unconfirmed changes are made. */
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
