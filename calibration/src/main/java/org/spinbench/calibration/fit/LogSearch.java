package org.spinbench.calibration.fit;

import java.util.function.DoubleUnaryOperator;

/** Searches for the maximum of a function over several orders of magnitude. */
public final class LogSearch {
  /** Accuracy of the logarithm. */
  private static final double ACCURACY = 0.1;

  private LogSearch() {}

  /**
   * The place of the only maximum of a function, by golden section of the logarithm (Kiefer 1953,
   * doi:10.1090/S0002-9939-1953-0055639-3), to a tenth.
   *
   * @param low positive
   * @param high at least as large
   */
  public static double largest(double low, double high, DoubleUnaryOperator function) {
    double golden = (Math.sqrt(5) - 1) / 2;
    double from = StrictMath.log(low);
    double to = StrictMath.log(high);
    double inner = to - golden * (to - from);
    double outer = from + golden * (to - from);
    double atInner = function.applyAsDouble(StrictMath.exp(inner));
    double atOuter = function.applyAsDouble(StrictMath.exp(outer));
    while (to - from > ACCURACY) {
      if (atInner > atOuter) {
        to = outer;
        outer = inner;
        atOuter = atInner;
        inner = to - golden * (to - from);
        atInner = function.applyAsDouble(StrictMath.exp(inner));
      } else {
        from = inner;
        inner = outer;
        atInner = atOuter;
        outer = from + golden * (to - from);
        atOuter = function.applyAsDouble(StrictMath.exp(outer));
      }
    }
    return StrictMath.exp((from + to) / 2);
  }
}
