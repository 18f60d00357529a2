package org.spinbench.drivers.text;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Shares as people read them, in percent and without its sign. 0 and 100 mean exactly none and all,
 * and the ends of an interval are rounded outwards.
 */
public final class Percent {
  private static final BigDecimal NONE = BigDecimal.ZERO;
  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  private Percent() {}

  /**
   * A share; what would be rounded to none or all is shown as {@code <0.01} or {@code >99.99}.
   *
   * @param share 0 to 1; NaN, for one that nothing is known of, is a question mark
   * @param decimals behind the point
   */
  public static String of(double share, int decimals) {
    if (!Double.isFinite(share)) {
      return "?";
    }
    BigDecimal exact = exact(share);
    BigDecimal rounded = exact.setScale(decimals, RoundingMode.HALF_EVEN);
    BigDecimal last = BigDecimal.ONE.movePointLeft(decimals);
    if (exact.compareTo(ALL) < 0 && rounded.compareTo(ALL) >= 0) {
      return ">" + ALL.subtract(last).toPlainString();
    }
    if (exact.signum() > 0 && rounded.signum() == 0) {
      return "<" + last.toPlainString();
    }
    return rounded.toPlainString();
  }

  /** A bound from below: never rounded up. */
  public static String atLeast(double share, int decimals) {
    return bound(share, decimals, RoundingMode.FLOOR);
  }

  /** A bound from above: never rounded down. */
  public static String atMost(double share, int decimals) {
    return bound(share, decimals, RoundingMode.CEILING);
  }

  private static String bound(double share, int decimals, RoundingMode mode) {
    return Double.isFinite(share) ? exact(share).setScale(decimals, mode).toPlainString() : "?";
  }

  /** As its shortest decimal says it, so that 0.977 is 97.7 and no digit less. */
  private static BigDecimal exact(double share) {
    BigDecimal percent = new BigDecimal(Double.toString(share)).movePointRight(2);
    return percent.signum() == 0 ? NONE : percent;
  }
}
