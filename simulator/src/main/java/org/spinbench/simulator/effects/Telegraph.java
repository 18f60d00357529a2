package org.spinbench.simulator.effects;

import java.util.random.RandomGenerator;

/**
 * A quantity that jumps between two values (random telegraph noise).
 *
 * <pre>
 *   x = ±s/2,   dwell times exponential with means τ₊ and τ₋,   share of time up τ₊/(τ₊ + τ₋)
 *   ⟨δx(t) δx(t + u)⟩ = s² τ₊ τ₋/(τ₊ + τ₋)² e^{−|u|/τ},   1/τ = 1/τ₊ + 1/τ₋
 * </pre>
 *
 * x the quantity; s distance of its two values; τ₊, τ₋ mean dwell times (s). Jumps are drawn one by
 * one; over a time that holds very many, the mean is drawn from its limiting normal distribution
 * and the state from the stationary one.
 *
 * <p>Reference: S. Machlup, "Noise in semiconductors: spectrum of a two-parameter random signal",
 * J. Appl. Phys. 25, 341 (1954), doi:10.1063/1.1721637.
 */
final class Telegraph {
  /** Jumps that are drawn one by one. */
  private static final double MANY = 200;

  private final double size;
  private final double dwellUp;
  private final double dwellDown;
  private final RandomGenerator random;
  private boolean up;
  private double value;

  /** Starts in equilibrium. */
  Telegraph(double size, double dwellUp, double dwellDown, RandomGenerator random) {
    this.size = size;
    this.dwellUp = dwellUp;
    this.dwellDown = dwellDown;
    this.random = random;
    settle();
    value = now();
  }

  private void settle() {
    up = random.nextDouble() * (dwellUp + dwellDown) < dwellUp;
  }

  private double now() {
    return up ? size / 2 : -size / 2;
  }

  /** Whether it is at the higher of its two values. */
  boolean up() {
    return up;
  }

  /** Its mean over the latest reading. */
  double value() {
    return value;
  }

  /**
   * Lets a time pass, then another one over which it is read.
   *
   * @param gap s
   * @param reading s; zero for its value at one moment
   */
  void advance(double gap, double reading) {
    if (size == 0) {
      return;
    }
    pass(gap);
    value = reading > 0 ? size * (pass(reading) - 0.5) : now();
  }

  /** Share of a time that it is up. */
  private double pass(double seconds) {
    if (seconds > MANY * (dwellUp + dwellDown) / 2) {
      settle();
      double share = dwellUp / (dwellUp + dwellDown);
      double memory = dwellUp * dwellDown / (dwellUp + dwellDown);
      double sigma = Math.sqrt(2 * share * (1 - share) * memory / seconds);
      return Math.max(0, Math.min(1, share + sigma * random.nextGaussian()));
    }
    double left = seconds;
    double above = 0;
    double dwell = dwell();
    while (dwell < left) { // an exponential dwell time has no memory of the part that is over
      above += up ? dwell : 0;
      left -= dwell;
      up = !up;
      dwell = dwell();
    }
    above += up ? left : 0;
    return seconds > 0 ? above / seconds : up ? 1 : 0;
  }

  private double dwell() {
    return -StrictMath.log1p(-random.nextDouble()) * (up ? dwellUp : dwellDown);
  }
}
