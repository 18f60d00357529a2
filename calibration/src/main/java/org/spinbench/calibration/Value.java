package org.spinbench.calibration;

/**
 * A fitted number.
 *
 * @param value in SI units
 * @param deviation one standard deviation, in the same unit; zero for a number that was declared,
 *     not fitted
 */
public record Value(double value, double deviation) {
  /** A declared number, without a deviation. */
  public static Value exact(double value) {
    return new Value(value, 0);
  }

  /** The same number with a further, independent deviation. */
  public Value and(double other) {
    return new Value(value, StrictMath.hypot(deviation, other));
  }
}
