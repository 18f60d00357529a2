package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a meter of the average power of an RF signal.
 *
 * <p>A reading starts when all changes have settled, and is the mean of measurements since then:
 * {@link #response} is zero. If a sensor's filter keeps measurements between readings, the driver
 * resets it, or marks readings as not settled until the filter is full again.
 */
public interface PowerMeter extends Meter {
  /** Frequency of the sensor's calibration, Hz. */
  NumberSetting frequency();

  /** Number of measurements that a reading averages. */
  NumberSetting averaging();

  /**
   * Prepares it for one measurement per {@link #read}, in watts.
   *
   * @param frequency of the signal, Hz
   * @param averages number of averaged measurements
   */
  void prepare(double frequency, double averages);

  /**
   * Measures once and returns the average power, W. Near the noise it can be negative, which a
   * level in dBm could not be.
   */
  Reading read();

  /** Zeroes the meter; the RF at its input must be off. */
  void zero();
}
