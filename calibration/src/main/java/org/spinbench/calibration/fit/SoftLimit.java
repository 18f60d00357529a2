package org.spinbench.calibration.fit;

/**
 * A limiter with a rounded corner, as amplifiers have, whose gradient has no step: slope one
 * inside, (knee/excess)² outside. The value differs from the hard limit by {@code knee} at the
 * corner, and by knee²/distance away from it.
 */
public final class SoftLimit {
  private SoftLimit() {}

  /** The smaller of a value and an upper limit. */
  public static double upper(double x, double limit, double knee) {
    double d = x - limit;
    return limit + 0.5 * (d - Math.sqrt(d * d + 4 * knee * knee));
  }

  /** Derivative of {@link #upper} by the value. */
  public static double upperSlope(double x, double limit, double knee) {
    double d = x - limit;
    return 0.5 * (1 - d / Math.sqrt(d * d + 4 * knee * knee));
  }

  /** A value held between ±limit. */
  public static double both(double x, double limit, double knee) {
    return -upper(-upper(x, limit, knee), limit, knee);
  }

  /** Derivative of {@link #both} by the value. */
  public static double bothSlope(double x, double limit, double knee) {
    return upperSlope(-upper(x, limit, knee), limit, knee) * upperSlope(x, limit, knee);
  }
}
