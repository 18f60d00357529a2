package org.spinbench.calibration.fit;

import org.spinbench.calibration.NeuronResponse;

/**
 * Power that an auto-oscillator emits at a current: P = K I² [x + √(x² + 4 w²)]/2/(1 + r I²)² with
 * x = (ξ − 1)/(ξ + Q), ξ = I/I_th. Well above threshold this is K I² (ξ − 1)/(ξ + Q) (Slavin and
 * Tiberkevich 2009, DOI 10.1109/TMAG.2008.2009935); w is the noise-driven part, which leaves the
 * power K I_th² w at threshold and less below. No current, or a reversed one, emits nothing.
 *
 * <p>r is what the emission loses with the voltage across the junction: the magnetoresistance falls
 * as 1/[1 + (V/V_h)²] (J. C. Slonczewski 1989, doi:10.1103/PhysRevB.39.6995), so the emitted power
 * as its square, with r = (R/V_h)².
 *
 * @param threshold I_th, A
 * @param factor K, W/A²
 * @param q Q
 * @param noise w
 * @param loss r, 1/A²
 */
public record OscillatorPower(
    double threshold, double factor, double q, double noise, double loss) {

  /** That of a fitted neuron; one that does not emit has no noise either. */
  public static OscillatorPower of(NeuronResponse neuron) {
    double threshold = neuron.threshold().value();
    double k = neuron.slope().value();
    double noise = k == 0 ? 0 : neuron.thresholdPower().value() / (k * threshold * threshold);
    return new OscillatorPower(threshold, k, neuron.q().value(), noise, neuron.biasLoss().value());
  }

  /** Emitted power, W, at a current in A. */
  public double at(double current) {
    if (current <= 0) {
      return 0;
    }
    double xi = current / threshold;
    double x = (xi - 1) / (xi + q);
    double kept = 0.5 * factor * current * current * (x + Math.sqrt(x * x + 4 * noise * noise));
    return kept * left(loss, current);
  }

  /** Derivative of {@link #at} by the current, W/A. */
  public double slopeAt(double current) {
    if (current <= 0) {
      return 0;
    }
    double xi = current / threshold;
    double x = (xi - 1) / (xi + q);
    double root = Math.sqrt(x * x + 4 * noise * noise);
    double dx = (1 + q) / ((xi + q) * (xi + q) * threshold);
    double kept = factor * current * (x + root) * (1 + 0.5 * current * dx / root);
    return left(loss, current) * kept + at(current) * leftByCurrent(loss, current);
  }

  /**
   * r, 1/A².
   *
   * @param resistance R, Ω
   * @param halfVoltage V_h, V, at which half of the magnetoresistance is left; infinite if nothing
   *     is lost
   */
  public static double loss(double resistance, double halfVoltage) {
    double perAmpere = resistance / halfVoltage;
    return perAmpere * perAmpere;
  }

  /** Power over that without a loss, above 0 to 1, at a current in A. */
  public static double left(double loss, double current) {
    double left = 1 / (1 + loss * current * current);
    return left * left;
  }

  /** Derivative of the logarithm of {@link #left} by the current, 1/A. */
  public static double leftByCurrent(double loss, double current) {
    return -4 * loss * current / (1 + loss * current * current);
  }

  /** Derivative of the logarithm of {@link #left} by r, A². */
  public static double leftByLoss(double loss, double current) {
    return -2 * current * current / (1 + loss * current * current);
  }
}
