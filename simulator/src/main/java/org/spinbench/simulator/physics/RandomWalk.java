package org.spinbench.simulator.physics;

import java.util.random.RandomGenerator;

/**
 * A slow drift without memory or bound (Wiener process).
 *
 * <pre>   x(t + Δt) = x(t) + r √Δt N(0, 1),   ⟨[x(t) − x(0)]²⟩ = r² t</pre>
 *
 * x the drifting quantity, starting at zero; r rate (unit of x per √s); t time (s). Exact for steps
 * of any length.
 *
 * <p>Reference: D. T. Gillespie, "The mathematics of Brownian motion and Johnson noise", Am. J.
 * Phys. 64, 225 (1996), doi:10.1119/1.18210.
 */
public final class RandomWalk {
  private final double rate;
  private double value;

  /**
   * Starts at zero.
   *
   * @param rate r, unit per √s, not negative
   */
  public RandomWalk(double rate) {
    Checks.notNegative("rate of drift", rate, "per √s");
    this.rate = rate;
  }

  /** Advances by a time (s, not negative) and returns the value at its end. */
  public double advance(double seconds, RandomGenerator random) {
    value += rate * Math.sqrt(seconds) * random.nextGaussian();
    return value;
  }

  public double value() {
    return value;
  }
}
