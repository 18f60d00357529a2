package org.spinbench.simulator.physics;

/**
 * A spin-torque nano-oscillator in the universal model of an auto-oscillator with nonlinear
 * damping, driven by a DC current and by thermal noise.
 *
 * <pre>
 *   ξ = I / I_th
 *   0 = p [ξ − 1 − (ξ + Q) p] + η          →  p ≈ (ξ − 1)/(ξ + Q)   far above threshold
 *                                              p ≈ η/(1 − ξ)         far below
 *                                              p = √(η/(1 + Q))      at threshold
 *   P = K I² p
 *   f = f₀ + c (I − I_th) above threshold, f₀ below
 *   Δf = Δf₀ / (1 + κ p)
 * </pre>
 *
 * I current (A); I_th threshold (A); ξ supercriticality; p mean normalised power of the precession;
 * Q nonlinear damping; η noise energy in the same unit as p; P emitted power (W); K power per
 * squared current (W/A²); f emission frequency (Hz); c frequency pulling (Hz/A); Δf full width at
 * half maximum (Hz): Δf₀ of the passive resonance, falling as 1/p in the oscillation.
 *
 * <p>Valid for a current that changes slowly against the relaxation of p (about 100 ns), and below
 * the expulsion of the vortex (ξ of about 3). The balance of p replaces ⟨p²⟩ by ⟨p⟩²: exact far
 * from threshold on either side, 25 % above the Fokker-Planck mean at threshold itself. The width
 * joins the two limits of the theory and is not exact between them.
 *
 * <p>Reference: A. Slavin, V. Tiberkevich, "Nonlinear auto-oscillator theory of microwave
 * generation by spin-polarized current", IEEE Trans. Magn. 45, 1875 (2009),
 * doi:10.1109/TMAG.2008.2009935.
 *
 * @param threshold I_th, A, above zero
 * @param damping Q, not negative
 * @param powerFactor K, W/A², above zero
 * @param noise η, not negative; zero for an oscillator at zero temperature
 * @param pulling c, Hz/A
 * @param passiveWidth Δf₀, Hz
 * @param narrowing κ
 */
public record AutoOscillator(
    double threshold,
    double damping,
    double powerFactor,
    double noise,
    double pulling,
    double passiveWidth,
    double narrowing) {
  public AutoOscillator {
    Checks.positive("threshold", threshold, "A");
    Checks.notNegative("nonlinear damping", damping, "");
    Checks.positive("power factor", powerFactor, "W/A²");
    Checks.notNegative("noise energy", noise, "");
    Checks.finite("pulling", pulling, "Hz/A");
    Checks.positive("passive width", passiveWidth, "Hz");
    Checks.notNegative("narrowing", narrowing, "");
  }

  /** Normalised power of the free-running oscillation without noise: (ξ − 1)/(ξ + Q). */
  public static double normalisedPower(double supercriticality, double damping) {
    return (supercriticality - 1) / (supercriticality + damping);
  }

  /** Noise energy η of an oscillator that emits a given power at its threshold current. */
  public static double noiseFor(
      double powerAtThreshold, double threshold, double damping, double powerFactor) {
    double amplitude = powerAtThreshold / (powerFactor * threshold * threshold);
    return (1 + damping) * amplitude * amplitude;
  }

  /** Mean normalised power p of the precession at a current in A, of either sign. */
  public double amplitude(double current) {
    double supercriticality = current / threshold;
    double gain = supercriticality - 1;
    double nonlinear = supercriticality + damping;
    double root = StrictMath.sqrt(gain * gain + 4 * noise * nonlinear);
    // The two forms are equal; each is free of cancellation on its own side of the threshold.
    return gain > 0 ? (gain + root) / (2 * nonlinear) : noiseDriven(gain, root);
  }

  private double noiseDriven(double gain, double root) {
    return noise == 0 ? 0 : 2 * noise / (root - gain);
  }

  /** Emitted power, W, at a current in A. */
  public double power(double current) {
    return powerFactor * current * current * amplitude(current);
  }

  /** Emission frequency minus its value at threshold, Hz, at a current in A. */
  public double shift(double current) {
    return current > threshold ? pulling * (current - threshold) : 0;
  }

  /** Full width at half maximum of the emission, Hz, at a current in A. */
  public double linewidth(double current) {
    return passiveWidth / (1 + narrowing * amplitude(current));
  }
}
