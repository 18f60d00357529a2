package org.spinbench.simulator.network;

/**
 * How a network is computed: the floating-point format of the inner loops, and the accuracy of long
 * sums.
 *
 * @param precision format of direct sums and matrix products
 * @param tolerance bound on the error of a chain's sum, relative to the sum of the magnitudes of
 *     its complex terms; if it saves time, sums are computed in time proportional to resonators +
 *     tones (always in double precision). Zero: every sum is computed term by term
 */
public record Numerics(Precision precision, double tolerance) {
  /** A floating-point format. */
  public enum Precision {
    /** 64 bits. */
    DOUBLE,
    /** 32 bits. */
    SINGLE
  }

  /** Double precision, every sum term by term. */
  public static final Numerics EXACT = new Numerics(Precision.DOUBLE, 0);

  /** Double precision; long sums have an error below 1e-6. */
  public static final Numerics FAST = new Numerics(Precision.DOUBLE, 1e-6);

  /** Single precision; long sums have an error below 1e-6. */
  public static final Numerics SINGLE = new Numerics(Precision.SINGLE, 1e-6);

  /**
   * @throws IllegalArgumentException if the tolerance is neither zero nor 1e-12 to 0.1
   */
  public Numerics {
    if (tolerance != 0 && !(tolerance >= 1e-12 && tolerance <= 0.1)) {
      throw new IllegalArgumentException(
          "tolerance " + tolerance + " must lie in 1e-12 to 0.1, or be 0 for sums term by term");
    }
  }

  Arithmetic arithmetic() {
    return precision == Precision.SINGLE ? new SingleArithmetic() : Arithmetic.fastest();
  }

  /** What computes direct sums and products in double precision here, in a few words. */
  public static String kernel() {
    return Arithmetic.fastest().toString();
  }
}
