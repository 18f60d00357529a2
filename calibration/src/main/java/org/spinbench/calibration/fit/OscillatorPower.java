package org.spinbench.calibration.fit;

import org.spinbench.calibration.Knee;
import org.spinbench.calibration.NeuronResponse;

/**
 * Power that an auto-oscillator emits at a current: P = K I² p(x, w)/(1 + r I²)² with x = (ξ −
 * 1)/(ξ + Q), ξ = I/I_th and the mean square p of its amplitude ({@link Knee}). Well above
 * threshold this is K I² (ξ − 1)/(ξ + Q) (Slavin and Tiberkevich 2009, DOI
 * 10.1109/TMAG.2008.2009935); w is the noise-driven part, which leaves the power K I_th² w at
 * threshold and less below. No current, or a reversed one, emits nothing.
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
 * @param knee how the emission rises around the threshold
 */
public record OscillatorPower(
    double threshold, double factor, double q, double noise, double loss, Knee knee) {
  /**
   * Width of the line of a junction that does not precess, over that of one that emits its most.
   * The first is Γ_G/π = 2 α η_D f₀, 6 to 20 MHz for vortices at some 300 MHz; published lines of
   * such oscillators are 0.04 to 1 MHz wide (arXiv:1310.4913, arXiv:1501.07839).
   */
  private static final double REST = 40;

  private static final int HALVINGS = 60;

  /** That of a fitted neuron; one that does not emit has no noise either. */
  public static OscillatorPower of(NeuronResponse neuron) {
    double threshold = neuron.threshold().value();
    double k = neuron.slope().value();
    double noise = k == 0 ? 0 : neuron.thresholdPower().value() / (k * threshold * threshold);
    return new OscillatorPower(
        threshold, k, neuron.q().value(), noise, neuron.biasLoss().value(), neuron.knee());
  }

  /** Emitted power, W, at a current in A. */
  public double at(double current) {
    return current <= 0 ? 0 : factor * current * current * orbit(current) * left(loss, current);
  }

  /** Derivative of {@link #at} by the current, W/A. */
  public double slopeAt(double current) {
    if (current <= 0) {
      return 0;
    }
    double steep = 1 + knee.steepness(current, threshold, q, noise);
    double kept = 2 * factor * current * orbit(current) * steep;
    return left(loss, current) * kept + at(current) * leftByCurrent(loss, current);
  }

  /** Mean square of the orbit's amplitude in units of its saturation. */
  private double orbit(double current) {
    return knee.orbit(current, threshold, q, noise);
  }

  /**
   * Width of the emission line at a current over that at a bright one ({@link #widening(double)}).
   *
   * @param current A, above zero
   * @param bright A, above zero
   */
  public double widening(double current, double bright) {
    return widening(orbit(current) / orbit(bright));
  }

  /** Derivative of {@link #widening(double, double)} by the current, 1/A. */
  public double wideningSlope(double current, double bright) {
    double wider = widening(current, bright);
    return -wider
        * wider
        * (REST - 1)
        / REST
        * knee.slope(current, threshold, q, noise)
        / orbit(bright);
  }

  /**
   * Width of an emission line over that of a bright one. The line narrows as the square of the
   * orbit's amplitude grows, which is P/I²: the width is that of the resonance without precession,
   * and inversely proportional to the square far above threshold (J.-V. Kim 2006,
   * arXiv:cond-mat/0603019).
   *
   * @param square of the orbit's amplitude, over that of the bright one
   */
  public static double widening(double square) {
    return REST / (1 + (REST - 1) * square);
  }

  /**
   * The least current at which it emits a power, A.
   *
   * @param power W, above zero
   * @param most the result if it emits less, A
   */
  public double currentFor(double power, double most) {
    double low = 0;
    double high = most;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      if (at(middle) < power) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
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
