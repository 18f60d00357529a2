package org.spinbench.simulator.effects;

import org.spinbench.simulator.physics.Checks;

/**
 * Hysteresis of a field line: what the junction feels lags behind the current by up to half of the
 * width, whichever way the current went last.
 *
 * <pre>   y ← max(x − w/2, min(x + w/2, y))</pre>
 *
 * x current in the line (A); y current that the junction feels (A); w width of the loop (A).
 *
 * <p>Reference: M. A. Krasnosel'skii, A. V. Pokrovskii, "Systems with Hysteresis", Springer (1989),
 * section 2 (the operator play). The width of a chip's lines has no published value.
 */
final class PlayOperator {
  private final double half;
  private double felt;

  /**
   * At rest at zero.
   *
   * @param width w, A
   */
  PlayOperator(double width) {
    Checks.notNegative("width of the hysteresis", width, "A");
    half = width / 2;
  }

  /** Moves to a current and returns what the junction feels, A. */
  double move(double current) {
    felt = Math.max(current - half, Math.min(current + half, felt));
    return felt;
  }
}
