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
 */
public record State(Setting changed, double value) {
  /** The state as it is. */
  public static final State PRESENT = new State(null, 0);

  /** The state after a change. */
  public static State after(Setting setting, double value) {
    return new State(setting, value);
  }

  /** A level, in its setting's unit. */
  public double level(NumberSetting setting) {
    return setting == changed ? value : setting.current();
  }

  /** Whether an output is on. */
  public boolean on(SwitchSetting setting) {
    return setting == changed ? value != 0 : setting.current();
  }
}
