package org.spinbench.simulator.instrument.lockin;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers in the format {@code %g} of the C function printf. */
final class PrintedNumber {
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private PrintedNumber() {}

  /**
   * A number with so many significant digits, without trailing zeros: {@code 1000}, {@code
   * 1.5e-05}.
   */
  static String general(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    BigDecimal bare = rounded.stripTrailingZeros();
    int exponent = bare.precision() - bare.scale() - 1;
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < digits) {
      return bare.toPlainString();
    }
    String power = Integer.toString(Math.abs(exponent));
    return bare.scaleByPowerOfTen(-exponent).toPlainString()
        + (exponent < 0 ? "e-" : "e+")
        + (power.length() < 2 ? "0" : "")
        + power;
  }
}
