package org.spinbench.experiments.sweep.plan;

import java.util.Optional;

/**
 * When a setpoint counts as settled: after the bench file's settling times, a fixed wait, and if
 * wanted only when a reading stands still.
 *
 * @param waiting at every setpoint, beyond the bench file's settling times, s
 * @param still what has to stand still
 */
public record Settle(double waiting, Optional<Still> still) {
  /** The bench file's settling times and nothing else. */
  public static final Settle BY_THE_BENCH = new Settle(0, Optional.empty());

  /**
   * A reading that has to stand still: {@value #CALM} successive samples no further apart than a
   * tolerance.
   *
   * @param reading name of the reading
   * @param within tolerance, in the reading's unit
   * @param limit longest time to wait for that, s; after it the point is taken all the same and
   *     marked as not settled
   */
  public record Still(String reading, double within, double limit) {
    /** Successive samples that have to agree. */
    public static final int CALM = 3;

    /** Checks the numbers. */
    public Still {
      if (!(within > 0) || !(limit > 0)) {
        throw new IllegalArgumentException(
            reading
                + ": standing still within "
                + within
                + " for at most "
                + limit
                + " s makes no sense; give numbers above 0");
      }
    }
  }

  /** Checks the wait. */
  public Settle {
    if (!(waiting >= 0 && Double.isFinite(waiting))) {
      throw new IllegalArgumentException(
          "cannot wait " + waiting + " s for settling; give zero or more seconds");
    }
  }
}
