package org.spinbench.experiments.sweep.plan;

import java.util.Optional;

/**
 * When a setpoint counts as settled: after the bench file's settling times, a fixed wait, and
 * optionally only when a reading is stable.
 *
 * @param waiting at every setpoint, in addition to the bench file's settling times, s
 * @param still the reading that must be stable
 */
public record Settle(double waiting, Optional<Still> still) {
  /** The bench file's settling times only. */
  public static final Settle BY_THE_BENCH = new Settle(0, Optional.empty());

  /**
   * A reading that must be stable: {@value #CALM} successive samples within a tolerance.
   *
   * @param reading name of the reading
   * @param within tolerance, in the reading's unit
   * @param limit longest wait, s; after it the point is taken and marked as not settled
   */
  public record Still(String reading, double within, double limit) {
    /** Number of successive samples that must agree. */
    public static final int CALM = 3;

    public Still {
      if (!(within > 0) || !(limit > 0)) {
        throw new IllegalArgumentException(
            reading
                + ": it cannot stay within "
                + within
                + " in at most "
                + limit
                + " s; give two numbers above 0");
      }
    }
  }

  public Settle {
    if (!(waiting >= 0 && Double.isFinite(waiting))) {
      throw new IllegalArgumentException(
          "cannot wait " + waiting + " s for settling; give zero or more seconds");
    }
  }
}
