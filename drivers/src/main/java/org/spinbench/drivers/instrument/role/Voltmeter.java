package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.NumberSetting;

/**
 * Role: a DC voltmeter with one input.
 *
 * <p>A measurement starts with {@link #initiate}, when all changes have settled, and is the mean of
 * its input over the integration time that follows: it does not use its earlier input, and {@link
 * #response} is zero. If the model has more between input and reading (a filter, a subtracted zero,
 * a change of range), the instrument waits for it itself, or its driver reports it.
 */
public interface Voltmeter extends VoltageMeter {
  /** Measuring range, V (full scale). */
  NumberSetting range();

  /** Integration time, power-line cycles. */
  NumberSetting integration();

  @Override
  default void integrate(double cycles) {
    integration().ensure(integration().atLeast(cycles));
  }
}
