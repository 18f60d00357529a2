package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a meter of the average power of an RF signal.
 *
 * <p>A reading starts when everything that was changed has settled, and is the mean of measurements
 * made since then: {@link #response} is zero. If a sensor's filter keeps measurements from reading
 * to reading, the driver resets it, or marks readings as not settled until the filter is full
 * again.
 */
public interface PowerMeter extends Meter {
  /** Frequency for which the sensor's calibration is used, Hz. */
  NumberSetting frequency();

  /** How many measurements are averaged for a reading. */
  NumberSetting averaging();

  /**
   * Makes it measure once for each {@link #read}, in watts.
   *
   * @param frequency of the signal, Hz
   * @param averages measurements averaged for a reading
   */
  void prepare(double frequency, double averages);

  /**
   * Measures once and returns the average power, W. Near the noise it can be below zero, which no
   * level in dBm could say.
   */
  Reading read();

  /** Takes what it measures now for zero; the RF at its input must be off. */
  void zero();
}
