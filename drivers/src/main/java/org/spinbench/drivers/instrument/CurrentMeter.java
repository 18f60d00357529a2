package org.spinbench.drivers.instrument;

/** Role: what measures the current that leaves it. */
public interface CurrentMeter extends Meter {
  /**
   * Measures the current, A.
   *
   * @throws SettingException if its output is off; nothing is measured, and nothing switched on
   */
  Reading current();
}
