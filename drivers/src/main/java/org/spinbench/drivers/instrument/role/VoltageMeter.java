package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;

/**
 * Role: reads one DC voltage on request, whatever the instrument: a voltmeter, a lock-in amplifier
 * that switches the tones behind the voltage, a source meter that sources nothing.
 */
public interface VoltageMeter extends Meter {
  /**
   * Prepares it for one DC voltage per {@link #initiate}.
   *
   * @param range largest expected voltage, V: the smallest range for it is used
   * @param integration integration time, power-line cycles: the next longer possible one is used
   */
  void prepare(double range, double integration);

  /** Sets the integration time, power-line cycles, or the next longer possible one. */
  void integrate(double cycles);

  /** Starts one measurement and returns at once. */
  void initiate();

  /** Waits for the last measurement and returns it. */
  Reading fetch();
}
