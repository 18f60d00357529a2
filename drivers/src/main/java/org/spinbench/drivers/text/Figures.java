package org.spinbench.drivers.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** Formats numbers with three significant digits, so that no rate becomes zero. */
public final class Figures {
  private static final MathContext DIGITS = new MathContext(3);

  private Figures() {}

  /** Three digits, and no more: {@code 1230}, {@code 12.3}, {@code 0.00123}. */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
