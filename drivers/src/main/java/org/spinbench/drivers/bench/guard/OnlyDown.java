package org.spinbench.drivers.bench.guard;

import org.spinbench.drivers.instrument.Guard;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * The guard of an instrument on a bench that is not known as a whole, so that the load of junctions
 * is unknown. It allows lower levels and switching off, and refuses everything else.
 */
public final class OnlyDown implements Guard {
  private final String reason;

  /**
   * A guard.
   *
   * @param reason why the bench is not known
   */
  public OnlyDown(String reason) {
    this.reason = reason;
  }

  @Override
  public void check(Setting setting, double value) {
    boolean up =
        setting instanceof NumberSetting number
            ? !number.lowers(value)
            : setting instanceof SwitchSetting && value != 0;
    if (up) {
      throw new LimitException(
          LimitException.Level.CHIP,
          setting.label()
              + " may only be lowered or switched off: the levels of the other instruments are"
              + " unknown, because the bench does not open: "
              + reason);
    }
  }

  @Override
  public void change(Setting setting, double value, Runnable send) {
    check(setting, value);
    send.run();
  }
}
