package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.SettingException;

/**
 * Role: a meter of the current from its own output.
 *
 * <p>A reading starts when all changes have settled, including its own source, and is the mean over
 * the integration time that follows: {@link #response} is zero.
 */
public interface CurrentMeter extends Meter {
  /**
   * Measures the current, A.
   *
   * @throws SettingException if its output is off; nothing is measured, and nothing switched on
   */
  Reading current();
}
