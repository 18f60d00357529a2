package org.spinbench.simulator.network;

/**
 * How accurately a network is computed; always in double precision.
 *
 * @param tolerance bound on the error of a chain's sum, relative to the sum of the magnitudes of
 *     its complex terms; if it saves time, sums are computed in time proportional to resonators +
 *     tones. Zero: every sum is computed term by term
 */
public record Numerics(double tolerance) {
  /** Every sum term by term. */
  public static final Numerics EXACT = new Numerics(0);

  /** Long sums have an error below 1e-6. */
  public static final Numerics FAST = new Numerics(1e-6);

  /**
   * @throws IllegalArgumentException if the tolerance is neither zero nor 1e-12 to 0.1
   */
  public Numerics {
    if (tolerance != 0 && !(tolerance >= 1e-12 && tolerance <= 0.1)) {
      throw new IllegalArgumentException(
          "tolerance " + tolerance + " must lie in 1e-12 to 0.1, or be 0 for sums term by term");
    }
  }

  /** What computes sums and products here, in a few words. */
  public static String kernel() {
    return Arithmetic.fastest().toString();
  }
}
