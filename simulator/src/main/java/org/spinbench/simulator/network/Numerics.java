package org.spinbench.simulator.network;

/**
 * How a network is computed: the floating-point format of the inner loops, and the accuracy of long
 * sums.
 *
 * @param precision format of sums term by term and of products of matrices
 * @param tolerance bound on the error of a chain's sum, relative to the sum of the magnitudes of
 *     its complex terms; if it saves time, sums are computed in time proportional to resonators +
 *     tones (always in double precision). Zero: every sum is computed term by term
 */
public record Numerics(Precision precision, double tolerance) {
  /** A floating-point format. */
  public enum Precision {
    /** 64 bits. */
    DOUBLE,
    /**
     * 32 bits, as in the published code. A virtual machine without vector instructions does not
     * have it: see {@link #vectors}.
     */
    SINGLE
  }

  /** Double precision, every sum term by term. */
  public static final Numerics EXACT = new Numerics(Precision.DOUBLE, 0);

  /** Double precision; long sums have an error below 1e-6. */
  public static final Numerics FAST = new Numerics(Precision.DOUBLE, 1e-6);

  /** Single precision, every sum term by term. */
  public static final Numerics SINGLE = new Numerics(Precision.SINGLE, 0);

  /**
   * @throws IllegalArgumentException if the tolerance is neither zero nor 1e-12 to 0.1
   */
  public Numerics {
    if (tolerance != 0 && !(tolerance >= 1e-12 && tolerance <= 0.1)) {
      throw new IllegalArgumentException(
          "tolerance " + tolerance + " must lie in 1e-12 to 0.1, or be 0 for sums term by term");
    }
  }

  /**
   * Whether this virtual machine has vector instructions: it was started with {@code --add-modules
   * jdk.incubator.vector}.
   */
  public static boolean vectors() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** What computes direct sums and products here, in a few words. */
  public String kernel() {
    return Arithmetic.of(precision).toString();
  }
}
