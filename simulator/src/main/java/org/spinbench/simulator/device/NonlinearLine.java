package org.spinbench.simulator.device;

import java.util.Arrays;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.physics.Checks;

/**
 * The stationary orbits of one junction under tones: with a large orbit the line bends and folds
 * over, and each tone feels the others.
 *
 * <pre>
 *   pᵢ = o Pᵢ (1 + bᵢ/gᵢ)/[dᵢ² + (gᵢ + bᵢ)²],   sᵢ = pᵢ + 2 Σ_{j≠i} pⱼ + 2 ⟨p⟩_T
 *   dᵢ = [ω₀ − ωᵢ + N sᵢ]/Γ_G,   gᵢ = 1 + Q sᵢ − ζ (1 − q sᵢ),   bᵢ = π wᵢ/Γ_G
 *   V = Σ Pᵢ [S (gᵢ + bᵢ) − A dᵢ]/[dᵢ² + (gᵢ + bᵢ)²]
 *   foldover above p_c = 2 Γ_G/(√3 |N|), at o P_c = 8 Γ_G/(3 √3 |N|), ωᵢ − ω₀ = √3 Γ_G sign N  (Q = 0)
 * </pre>
 *
 * pᵢ normalised power of the orbit at tone i; Pᵢ its power in the junction (W); o orbit that a
 * power makes on resonance (1/W); wᵢ full width at half maximum of the tone (Hz); ⟨p⟩_T thermal
 * power; ζ supercriticality of a bias; S, A as in a spin diode (V/W); N, Q, q, Γ_G as in {@link
 * NonlinearOscillator}. The other tones and the thermal orbit count twice, as in every |c|² c of a
 * sum.
 *
 * <p>The junction follows dp/dt ∝ o P/[…] − p from the orbits that it has. From rest it therefore
 * comes to the lower of two stable orbits; without {@link #rest} it stays on the one that it is on.
 *
 * <p>Valid below p of about 0.3, for tones further apart than Γ_G/2π whose products 2ωᵢ − ωⱼ lie
 * outside of the resonance. From dc/dt = −i (ω₀ + N|c|²) c − Γ c + F: A. Slavin, V. Tiberkevich,
 * doi:10.1109/TMAG.2008.2009935; overlap of two lines: arXiv:2001.00502.
 *
 * <p>Not thread-safe.
 */
public final class NonlinearLine {
  private static final double CONVERGED = 1e-13;
  private static final double UNSETTLED = 1e-6;
  private static final int MOST = 20_000;

  private final NonlinearOscillator oscillator;
  private final double symmetric;
  private final double antisymmetric;
  private final double orbit;
  private double[] orbits = {};
  private double voltage;
  private double re;
  private double im;

  /**
   * A junction at rest.
   *
   * @param symmetric S, V/W
   * @param antisymmetric A, V/W
   * @param orbit o, 1/W
   */
  public NonlinearLine(
      NonlinearOscillator oscillator, double symmetric, double antisymmetric, double orbit) {
    this.oscillator = oscillator;
    Checks.finite("symmetric response", symmetric, "V/W");
    Checks.finite("antisymmetric response", antisymmetric, "V/W");
    Checks.notNegative("orbit", orbit, "1/W");
    this.symmetric = symmetric;
    this.antisymmetric = antisymmetric;
    this.orbit = orbit;
  }

  /** Stops all orbits. */
  void rest() {
    orbits = new double[0];
  }

  /** p of each tone in the latest state. */
  public double[] orbits() {
    return orbits.clone();
  }

  /**
   * Rectified voltage of all tones together without bias and thermal orbit, V.
   *
   * @param resonance of a small orbit, Hz
   * @param frequencies Hz
   * @param powers in the junction, W
   * @throws IllegalStateException if the orbits do not settle
   */
  public double voltage(double resonance, double[] frequencies, double[] powers) {
    return voltage(resonance, frequencies, powers, new double[powers.length], 0, 0);
  }

  /**
   * The same with all terms.
   *
   * @param widths of the tones, full width at half maximum, Hz
   * @param zeta supercriticality of a bias
   * @param background 2 ⟨p⟩_T
   */
  double voltage(
      double resonance,
      double[] frequencies,
      double[] powers,
      double[] widths,
      double zeta,
      double background) {
    if (!settle(resonance, frequencies, powers, widths, zeta, background)) {
      throw new IllegalStateException(
          "the orbits of a junction do not settle under "
              + Arrays.toString(powers)
              + " W at "
              + Arrays.toString(frequencies)
              + " Hz: the drive is beyond the validity of the nonlinear line; lower the powers, or"
              + " choose the model oscillator, vortex or macrospin");
    }
    return voltage;
  }

  /** The voltage in the latest state, V. */
  double latest() {
    return voltage;
  }

  /** Real part of the sum of all amplitudes in the latest state, at the time 0. */
  double real() {
    return re;
  }

  /** Imaginary part of the same. */
  double imaginary() {
    return im;
  }

  private double detuning(double hertz, double felt) {
    return (2 * Math.PI * hertz + oscillator.shift() * felt) / oscillator.relaxation();
  }

  private double width(double zeta, double felt) {
    return -oscillator.gain(zeta, felt) / oscillator.relaxation();
  }

  private double broadening(double width) {
    return Math.PI * width / oscillator.relaxation();
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * Follows the orbits to where they stay, in smaller steps where they swing.
   *
   * @return whether they settle
   */
  boolean settle(
      double resonance,
      double[] frequencies,
      double[] powers,
      double[] widths,
      double zeta,
      double background) {
    int n = powers.length;
    orbits = Arrays.copyOf(orbits, n);
    double[] missing = new double[n];
    double part = 0.5;
    double error = Double.POSITIVE_INFINITY;
    for (int k = 0; k < MOST && error > CONVERGED; k++) {
      double all = sum(orbits);
      error = 0;
      boolean swings = false;
      for (int i = 0; i < n; i++) {
        double felt = 2 * all - orbits[i] + background;
        double detuning = detuning(resonance - frequencies[i], felt);
        double own = width(zeta, felt);
        double width = own + broadening(widths[i]);
        double target = orbit * powers[i] * width / own / (detuning * detuning + width * width);
        double step = target - orbits[i];
        swings |= step * missing[i] < 0 && Math.abs(step) > 0.5 * Math.abs(missing[i]);
        missing[i] = step;
        error = Math.max(error, Math.abs(step));
      }
      part = swings ? part / 2 : part;
      for (int i = 0; i < n; i++) {
        orbits[i] += part * missing[i];
      }
    }
    rectify(resonance, frequencies, powers, widths, zeta, background);
    return error <= UNSETTLED;
  }

  private void rectify(
      double resonance,
      double[] frequencies,
      double[] powers,
      double[] widths,
      double zeta,
      double background) {
    voltage = 0;
    double all = sum(orbits);
    re = 0;
    im = 0;
    for (int i = 0; i < powers.length; i++) {
      double felt = 2 * all - orbits[i] + background;
      double detuning = detuning(resonance - frequencies[i], felt);
      double width = width(zeta, felt) + broadening(widths[i]);
      double square = detuning * detuning + width * width;
      double amplitude = Math.sqrt(orbit * powers[i]) / square;
      re += amplitude * width;
      im -= amplitude * detuning;
      voltage += powers[i] * (symmetric * width - antisymmetric * detuning) / square;
    }
  }
}
