package org.spinbench.simulator.device;

import static org.spinbench.simulator.physics.Checks.above;
import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.VortexModel;

/**
 * What one junction is made of. Every view of it, at every fidelity, follows from these numbers.
 *
 * <pre>
 *   ω₀ = 2π f₀ = (10/9) γ₀ M_s L/R_d      radius R_d of the disc that resonates at f₀
 *   E₁ = ½ k R_d²,  k = (10/9) μ₀M_s² L²/R_d,  η = k_B T/E₁
 *   ΔR(V) = ΔR_eff/[1 + (V/V_h)²],  V = I R
 *   P = ½ (I ΔR)² ⟨p⟩ R_L/(R + R_L)²,  R_L = 50 Ω
 * </pre>
 *
 * References: K. Yu. Guslienko et al., J. Appl. Phys. 91, 8037 (2002), doi:10.1063/1.1450816
 * (resonance and stiffness of a disc); A. Slavin, V. Tiberkevich, IEEE Trans. Magn. 45, 1875
 * (2009), doi:10.1109/TMAG.2008.2009935 (oscillator); J. C. Slonczewski, Phys. Rev. B 39, 6995
 * (1989), doi:10.1103/PhysRevB.39.6995 (magnetoresistance).
 *
 * @param resonance f₀ without current and at rest, Hz
 * @param halfWidth Γ_G/2π, Hz
 * @param damping Q
 * @param depletion q
 * @param shift N/2π, Hz
 * @param magnetisation μ₀ M_s of the free layer, T
 * @param thickness L of the free layer, m
 * @param temperature T, K
 * @param threshold I_th, A; infinite for a junction that no current drives
 * @param resistance R, Ω
 * @param swing ΔR_eff: amplitude of the resistance at p = 1 without bias, Ω
 * @param halfVoltage V_h, V; infinite for a magnetoresistance that no voltage lowers
 * @param oersted shift of the resonance by the Oersted field of the current, Hz/A; its sign is that
 *     of the chirality
 * @param coupling κ: a tone of the current drives the amplitude with κ I, rad/(s A)
 * @param phase ψ of the resistance against the amplitude, rad: 0 for a symmetric line, −π/2 for an
 *     antisymmetric one that is positive above the resonance
 * @param flicker h of the 1/f noise of the frequency, S_f = h/f, Hz²
 * @param hooge α_H of the 1/f noise of the voltage, S_V/V² = α_H/(A f), m²
 */
public record DeviceParameters(
    double resonance,
    double halfWidth,
    double damping,
    double depletion,
    double shift,
    double magnetisation,
    double thickness,
    double temperature,
    double threshold,
    double resistance,
    double swing,
    double halfVoltage,
    double oersted,
    double coupling,
    double phase,
    double flicker,
    double hooge) {
  /** What the junction emits into, Ω. */
  static final double LOAD = 50;

  public DeviceParameters {
    positive("resonance", resonance, "Hz");
    positive("half width", halfWidth, "Hz");
    notNegative("nonlinear damping", damping, "");
    notNegative("depletion of the antidamping", depletion, "");
    finite("nonlinear frequency shift", shift, "Hz");
    positive("magnetisation", magnetisation, "T");
    positive("thickness", thickness, "m");
    positive("temperature", temperature, "K");
    above("threshold", threshold, "A");
    positive("resistance", resistance, "Ω");
    notNegative("swing of the resistance", swing, "Ω");
    above("half voltage", halfVoltage, "V");
    finite("shift by the Oersted field", oersted, "Hz/A");
    notNegative("coupling to a tone", coupling, "rad/(s A)");
    finite("phase", phase, "rad");
    notNegative("1/f noise of the frequency", flicker, "Hz²");
    notNegative("Hooge parameter", hooge, "m²");
  }

  /** R_d, m: radius of the disc that resonates at f₀. */
  public double radius() {
    return new VortexModel.Disc(1, thickness, magnetisation, 1, 1, 0).model(0, 0).resonance()
        / resonance;
  }

  /** A, m². */
  public double area() {
    return Math.PI * radius() * radius();
  }

  /** The disc as a vortex without corrections, damping and torque of its own. */
  VortexModel.Disc disc() {
    return new VortexModel.Disc(radius(), thickness, magnetisation, 1, 1, 0);
  }

  /** E₁, J. */
  public double energy() {
    return disc().model(0, 0).rimEnergy();
  }

  /** η = k_B T/E₁. */
  public double noise() {
    return PhysicalConstants.BOLTZMANN * temperature / energy();
  }

  /** The auto-oscillator that it is. */
  public NonlinearOscillator oscillator() {
    return new NonlinearOscillator(
        2 * Math.PI * halfWidth, damping, depletion, 2 * Math.PI * shift, noise());
  }

  /** ξ = I/I_th. */
  public double supercriticality(double current) {
    return current / threshold;
  }

  /** ΔR at a current, Ω. */
  public double swing(double current) {
    double share = current * resistance / halfVoltage;
    return swing / (1 + share * share);
  }

  /** K of P = K I² p without bias, W/A². */
  public double powerFactor() {
    double divider = resistance + LOAD;
    return swing * swing / 2 * LOAD / (divider * divider);
  }

  /** Power into 50 Ω, W, at a current and a normalised power of the oscillation. */
  public double emitted(double current, double power) {
    double ratio = current * swing(current) / swing;
    return swing == 0 ? 0 : powerFactor() * ratio * ratio * power;
  }

  /** S of V = P [S D² + A D δ]/(δ² + D²) for small powers, V/W. */
  public double symmetric() {
    return largestResponse() * StrictMath.cos(phase);
  }

  /** A of the same, V/W. */
  public double antisymmetric() {
    return -largestResponse() * StrictMath.sin(phase);
  }

  private double largestResponse() {
    return swing * coupling / (2 * Math.PI * halfWidth * resistance);
  }

  /**
   * Low-frequency noise of the rectified voltage, V²/Hz, one-sided: the thermal orbit mixed down by
   * the tones, Σ ½ Pᵢ/R ΔR² · 2 η Γ_G/[Γ_G² + (ω₀ − ωᵢ)²], and Johnson noise 4 k_B T R. It is white
   * up to Γ_G/2π.
   */
  public double rectifiedNoise(double resonance, double[] frequencies, double[] powers) {
    double mixed = 0;
    for (int i = 0; i < powers.length; i++) {
      double detuning = (resonance - frequencies[i]) / halfWidth;
      mixed += powers[i] / (1 + detuning * detuning);
    }
    double perPower = swing * swing * noise() / (resistance * 2 * Math.PI * halfWidth);
    return mixed * perPower + 4 * PhysicalConstants.BOLTZMANN * temperature * resistance;
  }

  /** κ of a junction with a small-signal line of √(S² + A²), V/W. */
  public static double coupling(
      double response, double halfWidth, double resistance, double swing) {
    return response * 2 * Math.PI * halfWidth * resistance / swing;
  }
}
