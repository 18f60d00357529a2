package org.spinbench.calibration.fit;

/**
 * Power that an auto-oscillator emits at a current: P = K I² [x + √(x² + 4 w²)]/2 with x = (ξ −
 * 1)/(ξ + Q), ξ = I/I_th. Well above threshold this is K I² (ξ − 1)/(ξ + Q) (Slavin and Tiberkevich
 * 2009, DOI 10.1109/TMAG.2008.2009935); w is the noise-driven part, which leaves the power K I_th²
 * w at threshold and less below. No current, or a reversed one, emits nothing.
 */
public final class OscillatorPower {
  private OscillatorPower() {}

  /**
   * Emitted power, W.
   *
   * @param current I, A
   * @param threshold I_th, A
   * @param slope K, W/A²
   * @param q Q
   * @param noise w
   */
  public static double power(
      double current, double threshold, double slope, double q, double noise) {
    if (current <= 0) {
      return 0;
    }
    double xi = current / threshold;
    double x = (xi - 1) / (xi + q);
    return 0.5 * slope * current * current * (x + Math.sqrt(x * x + 4 * noise * noise));
  }

  /** Derivative of {@link #power} by the current, W/A. */
  public static double powerSlope(
      double current, double threshold, double slope, double q, double noise) {
    if (current <= 0) {
      return 0;
    }
    double xi = current / threshold;
    double x = (xi - 1) / (xi + q);
    double root = Math.sqrt(x * x + 4 * noise * noise);
    double dx = (1 + q) / ((xi + q) * (xi + q) * threshold);
    return slope * current * (x + root) * (1 + 0.5 * current * dx / root);
  }
}
