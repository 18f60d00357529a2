package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a DC voltmeter with one input.
 *
 * <p>A measurement starts with {@link #initiate}, when everything that was changed has settled, and
 * is the mean of its input over the integration time from then on: nothing from before is in it,
 * and {@link #response} is zero. Whatever else the model has between input and reading (a filter, a
 * zero that is subtracted, a change of range) the instrument waits for by itself, or its driver
 * says.
 */
public interface Voltmeter extends Meter {
  /** Measuring range, V (full scale). */
  NumberSetting range();

  /** Integration time, power-line cycles. */
  NumberSetting integration();

  /**
   * Makes it measure a direct voltage once for each {@link #initiate}.
   *
   * @param range the largest voltage expected, V: the smallest range that holds it is used
   * @param integration integration time, power-line cycles: the next longer one that it has is used
   */
  void prepare(double range, double integration);

  /** Starts one measurement and returns at once. */
  void initiate();

  /** Waits for the measurement started last and returns it. */
  Reading fetch();
}
