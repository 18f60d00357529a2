package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a DC voltmeter with one input.
 *
 * <p>A measurement starts with {@link #initiate}, when all changes have settled, and is the mean of
 * its input over the integration time that follows: it does not use its earlier input, and {@link
 * #response} is zero. If the model has more between input and reading (a filter, a subtracted zero,
 * a change of range), the instrument waits for it itself, or its driver reports it.
 */
public interface Voltmeter extends Meter {
  /** Measuring range, V (full scale). */
  NumberSetting range();

  /** Integration time, power-line cycles. */
  NumberSetting integration();

  /**
   * Prepares it for one DC voltage per {@link #initiate}.
   *
   * @param range largest expected voltage, V: the smallest range for it is used
   * @param integration integration time, power-line cycles: the next longer possible one is used
   */
  void prepare(double range, double integration);

  /** Starts one measurement and returns at once. */
  void initiate();

  /** Waits for the last measurement and returns it. */
  Reading fetch();
}
