package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.SettingException;

/**
 * Role: what measures the current that leaves it.
 *
 * <p>A reading starts when everything that was changed has settled, its own source among it, and is
 * the mean over the integration time from then on: {@link #response} is zero.
 */
public interface CurrentMeter extends Meter {
  /**
   * Measures the current, A.
   *
   * @throws SettingException if its output is off; nothing is measured, and nothing switched on
   */
  Reading current();
}
