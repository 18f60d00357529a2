package org.spinbench.calibration;

/**
 * A fitted number.
 *
 * @param value in SI units
 * @param deviation one standard deviation, in the same unit; zero for a number that was not fitted
 *     but declared
 */
public record Value(double value, double deviation) {
  /** A number that is known by declaration. */
  public static Value exact(double value) {
    return new Value(value, 0);
  }

  /** The same number with one more, independent deviation. */
  Value and(double other) {
    return new Value(value, StrictMath.hypot(deviation, other));
  }
}
