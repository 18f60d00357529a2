package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

/**
 * The universal auto-oscillator with nonlinear damping and thermal noise, of which a spin-torque
 * nano-oscillator is an example.
 *
 * <pre>
 *   dc/dt = −i(ω₀ + N p) c − Γ₊(p) c + Γ₋(p) c + f(t),   p = |c|²
 *   Γ₊ = Γ_G (1 + Q p),   Γ₋ = ξ Γ_G (1 − q p),   ξ = I / I_th
 *   ⟨f(t) f*(t′)⟩ = 2 D(p) δ(t − t′),   D = Γ₊(p) η
 * </pre>
 *
 * c complex amplitude; p normalised power; ω₀ resonance (rad/s); N nonlinear shift of the frequency
 * (rad/s); Γ_G relaxation rate without current (rad/s, half width of the resonance); Q nonlinear
 * damping; q loss of the antidamping with power (1 for a uniform mode, 0 for a vortex whose
 * spin-transfer force is linear in the radius); ξ supercriticality; η = k_B T / E₁ thermal energy
 * in the unit of p, where E₁ is the energy of the mode at p = 1.
 *
 * <p>The noise depends on p. This class takes the kinetic (isothermal) convention, which keeps the
 * Boltzmann distribution without current: in Itô form the drift is (a + D′) c with a = −i N p − Γ₊
 * + Γ₋ and D′ = Γ_G Q η.
 *
 * <p>References: A. Slavin, V. Tiberkevich, IEEE Trans. Magn. 45, 1875 (2009),
 * doi:10.1109/TMAG.2008.2009935 (model, width); V. Tiberkevich, A. Slavin, J.-V. Kim, Appl. Phys.
 * Lett. 91, 192506 (2007), doi:10.1063/1.2812546 (power near threshold).
 *
 * @param relaxation Γ_G, rad/s, above zero
 * @param damping Q, not negative
 * @param depletion q, not negative
 * @param shift N, rad/s
 * @param noise η, not negative; zero at zero temperature
 */
public record NonlinearOscillator(
    double relaxation, double damping, double depletion, double shift, double noise) {
  public NonlinearOscillator {
    positive("relaxation rate", relaxation, "rad/s");
    notNegative("nonlinear damping", damping, "");
    notNegative("depletion of the antidamping", depletion, "");
    finite("nonlinear frequency shift", shift, "rad/s");
    notNegative("thermal noise", noise, "");
  }

  /** Γ₊(p), rad/s. */
  public double positiveDamping(double power) {
    return relaxation * (1 + damping * power);
  }

  /** Γ₋(p), rad/s, at a supercriticality. */
  public double negativeDamping(double supercriticality, double power) {
    return supercriticality * relaxation * (1 - depletion * power);
  }

  /** Γ₋ − Γ₊, rad/s: the rate at which the amplitude grows. */
  public double gain(double supercriticality, double power) {
    return negativeDamping(supercriticality, power) - positiveDamping(power);
  }

  /** D(p), rad/s: the strength of the noise. */
  public double diffusion(double power) {
    return positiveDamping(power) * noise;
  }

  /** D′, rad/s: how the strength of the noise grows with p. */
  public double diffusionSlope() {
    return relaxation * damping * noise;
  }

  /**
   * Power of the oscillation without noise: (ξ − 1)/(q ξ + Q) above threshold, 0 below it.
   *
   * @throws IllegalArgumentException above threshold, where neither Q nor q limits the oscillation
   */
  public double stationaryPower(double supercriticality) {
    if (supercriticality <= 1) {
      return 0;
    }
    double limiting = depletion * supercriticality + damping;
    if (limiting == 0) {
      throw new IllegalArgumentException(
          "the nonlinear damping Q and the depletion q are both 0, so nothing limits the"
              + " oscillation at ξ = "
              + supercriticality
              + "; give at least one of them above 0");
    }
    return (supercriticality - 1) / limiting;
  }

  /** Γ_p = Γ_G |ξ − 1|, rad/s: deviations of the power relax with 2 Γ_p. */
  public double powerRelaxation(double supercriticality) {
    return relaxation * Math.abs(supercriticality - 1);
  }

  /** ν = N / [Γ_G (q ξ + Q)]: the dimensionless nonlinear shift above threshold. */
  public double nonlinearity(double supercriticality) {
    return shift / (relaxation * (depletion * supercriticality + damping));
  }

  /**
   * Full width at half maximum, Hz, far from threshold: Γ_G (1 − ξ)/π below it, (1 + ν²) Γ₊(p₀) η /
   * (2π p₀) above it. At threshold itself neither holds; {@link EmissionSpectrum} is exact there.
   */
  public double asymptoticWidth(double supercriticality) {
    if (supercriticality <= 1) {
      return relaxation * (1 - supercriticality) / Math.PI;
    }
    double power = stationaryPower(supercriticality);
    double nu = nonlinearity(supercriticality);
    return (1 + nu * nu) * diffusion(power) / (2 * Math.PI * power);
  }

  /**
   * Variance of the phase that a free oscillation above threshold gains in a time, rad²: (D/p₀) {(1
   * + ν²) t − ν² [1 − exp(−2 Γ_p t)] / (2 Γ_p)}.
   *
   * @param seconds t, not negative
   */
  public double phaseVariance(double supercriticality, double seconds) {
    double power = stationaryPower(supercriticality);
    double nu = nonlinearity(supercriticality);
    double rate = 2 * powerRelaxation(supercriticality);
    return diffusion(power)
        / power
        * ((1 + nu * nu) * seconds + nu * nu * StrictMath.expm1(-rate * seconds) / rate);
  }

  /**
   * Half of the range of detunings, rad/s, in which a weak drive locks the oscillation: √(1 + ν²) F
   * / √p₀ (Adler's equation with nonlinear shift; Slavin and Tiberkevich, section VI).
   *
   * @param drive F, rad/s, in the unit of dc/dt
   */
  public double lockingHalfRange(double supercriticality, double drive) {
    return StrictMath.hypot(1, nonlinearity(supercriticality))
        * drive
        / Math.sqrt(stationaryPower(supercriticality));
  }
}
