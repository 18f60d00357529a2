package org.spinbench.simulator.physics;

import java.util.random.RandomGenerator;

/**
 * A Gaussian random quantity that forgets its past exponentially.
 *
 * <pre>
 *   dx = −x dt/τ + σ √(2/τ) dW,   ⟨x(t) x(t + s)⟩ = σ² e^{−|s|/τ},   S(f) = 4 σ² τ / [1 + (2π f τ)²]
 * </pre>
 *
 * x the quantity, with standard deviation σ in the same unit; τ correlation time (s); S one-sided
 * power spectral density. A step of any length is exact: x ← x e^{−Δt/τ} + σ √(1 − e^{−2Δt/τ}) N(0,
 * 1).
 *
 * <p>Reference: D. T. Gillespie, "Exact numerical simulation of the Ornstein-Uhlenbeck process and
 * its integral", Phys. Rev. E 54, 2084 (1996), doi:10.1103/PhysRevE.54.2084.
 */
public final class OrnsteinUhlenbeck {
  private final double sigma;
  private final double time;
  private double value;

  /**
   * Starts in equilibrium.
   *
   * @param sigma σ, not negative
   * @param time τ, s, above zero
   */
  public OrnsteinUhlenbeck(double sigma, double time, RandomGenerator random) {
    Checks.notNegative("standard deviation", sigma, "");
    Checks.positive("correlation time", time, "s");
    this.sigma = sigma;
    this.time = time;
    this.value = sigma * random.nextGaussian();
  }

  /** Advances by a time (s, not negative) and returns the value at its end. */
  public double advance(double seconds, RandomGenerator random) {
    double forgotten = -StrictMath.expm1(-2 * seconds / time);
    value = value * Math.sqrt(1 - forgotten) + sigma * Math.sqrt(forgotten) * random.nextGaussian();
    return value;
  }

  public double value() {
    return value;
  }
}
