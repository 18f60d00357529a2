package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.above;
import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

/**
 * A magnetic vortex in a disc, in the Thiele equation with data-driven corrections.
 *
 * <pre>
 *   P G(s) ẑ × Ẋ + D(s) Ẋ = −k(s, J) X + χ J ẑ × X + F_∥ J x̂ + F(t)
 *   G = G₀ (1 + g₁ s² + g₂ s⁴)
 *   D = D₀ (1 + d₁ s² + d₂ s⁴)
 *   k = k₀ (1 + a₁ s² + a₂ s⁴) + C κ J (1 + b₁ s² + b₂ s⁴)
 * </pre>
 *
 * X position of the core in the plane (m); s = |X|/R; R radius (m); P = ±1 polarity of the core; C
 * = ±1 chirality; J current density (A/m², positive from the free to the fixed layer's side that
 * drives the core outwards at P = +1); G gyration (N s/m); D damping (N s/m); k stiffness (N/m); κ
 * stiffness by the Oersted field (N/m per A/m²); χ spin-transfer force of the perpendicular
 * component of the polariser (N/m per A/m²); F_∥ force of its in-plane component and of the RF
 * Oersted field (N per A/m²).
 *
 * <p>The corrections are the form of the data-driven Thiele approach, whose coefficients are fitted
 * to micromagnetics or to measurements of a device: give your own fits in place of the defaults.
 * Reversal of the core (above a critical speed) and expulsion from the disc (at a largest orbit)
 * end the validity of the equation, and are reported.
 *
 * <p>References: A. A. Thiele, Phys. Rev. Lett. 30, 230 (1973), doi:10.1103/PhysRevLett.30.230; K.
 * Yu. Guslienko et al., J. Appl. Phys. 91, 8037 (2002), doi:10.1063/1.1450816 (k₀); F. Abreu Araujo
 * et al., arXiv:2206.13596, and Sci. Rep. 12, 10605 (2022), doi:10.1038/s41598-022-14574-3 (form of
 * the corrections, Oersted field).
 *
 * @param radius R, m
 * @param gyration G₀, g₁, g₂
 * @param damping D₀, d₁, d₂
 * @param stiffness k₀, a₁, a₂
 * @param oersted κ, b₁, b₂
 * @param torque χ, N/m per A/m²
 * @param inPlaneForce F_∥, N per A/m²
 * @param chirality C, +1 or −1
 * @param criticalSpeed of the core at which its polarity reverses, m/s; infinite for never
 * @param largestOrbit s at which the core leaves the disc
 */
public record VortexModel(
    double radius,
    Correction gyration,
    Correction damping,
    Correction stiffness,
    Correction oersted,
    double torque,
    double inPlaneForce,
    int chirality,
    double criticalSpeed,
    double largestOrbit) {

  /**
   * A quantity that depends on the orbit: value (1 + second s² + fourth s⁴).
   *
   * @param value at the centre
   * @param second coefficient of s²
   * @param fourth coefficient of s⁴
   */
  public record Correction(double value, double second, double fourth) {
    public Correction {
      finite("value at the centre", value, "");
      finite("coefficient of s²", second, "");
      finite("coefficient of s⁴", fourth, "");
    }

    /** At s², which is cheaper to know than s. */
    public double at(double squared) {
      return value * (1 + squared * (second + squared * fourth));
    }

    private Correction scaled(double by) {
      return new Correction(value * by, second, fourth);
    }
  }

  public VortexModel {
    positive("radius", radius, "m");
    positive("gyration", gyration.value(), "N s/m");
    positive("damping", damping.value(), "N s/m");
    positive("stiffness", stiffness.value(), "N/m");
    finite("spin-transfer force", torque, "N/m per A/m²");
    finite("in-plane force", inPlaneForce, "N per A/m²");
    if (Math.abs(chirality) != 1) {
      throw new IllegalArgumentException("chirality is " + chirality + ", but must be +1 or -1");
    }
    above("critical speed", criticalSpeed, "m/s");
    positive("largest orbit", largestOrbit, "R");
  }

  /**
   * What a disc is made of.
   *
   * @param radius R, m
   * @param thickness L, m
   * @param magnetisation μ₀ M_s, T
   * @param gilbert damping α
   * @param dampingFactor η_D, about ½ ln(R/2 l_ex) + 3/8 (A. V. Khvalkovskiy et al., Phys. Rev. B
   *     80, 140401 (2009), doi:10.1103/PhysRevB.80.140401)
   * @param polarisation P p_z: spin polarisation times the perpendicular component of the polariser
   */
  public record Disc(
      double radius,
      double thickness,
      double magnetisation,
      double gilbert,
      double dampingFactor,
      double polarisation) {
    public Disc {
      positive("radius", radius, "m");
      positive("thickness", thickness, "m");
      positive("magnetisation", magnetisation, "T");
      positive("Gilbert damping", gilbert, "");
      positive("damping factor", dampingFactor, "");
      finite("polarisation", polarisation, "");
    }

    /**
     * The textbook model of the disc: rigid vortex, k₀ = (10/9) μ₀ M_s² L²/R, G₀ = 2π L μ₀ M_s/γ₀,
     * D₀ = α η_D G₀, κ = 0.85 μ₀ M_s L R, χ = π ħ P p_z/(2e).
     *
     * @param stiffening a₁; about 0.25 by magnetostatics
     * @param dampingGrowth d₁; about 0.58 makes the threshold's λ 0.83 (K. Yu. Guslienko et al.,
     *     Nanoscale Res. Lett. 9, 386 (2014), doi:10.1186/1556-276X-9-386)
     */
    public VortexModel model(double stiffening, double dampingGrowth) {
      double perField = magnetisation / PhysicalConstants.VACUUM_PERMEABILITY;
      double gyration =
          2 * Math.PI * thickness * magnetisation / PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD;
      return new VortexModel(
          radius,
          new Correction(gyration, 0, 0),
          new Correction(gilbert * dampingFactor * gyration, dampingGrowth, 0),
          new Correction(
              10.0 / 9 * magnetisation * perField * thickness * thickness / radius, stiffening, 0),
          new Correction(0.85 * magnetisation * thickness * radius, 0, 0),
          Math.PI
              * PhysicalConstants.REDUCED_PLANCK
              * polarisation
              / (2 * PhysicalConstants.ELEMENTARY_CHARGE),
          0,
          1,
          Double.POSITIVE_INFINITY,
          1);
    }
  }

  /** The same vortex with another sense of its magnetisation. */
  public VortexModel withChirality(int sense) {
    return new VortexModel(
        radius,
        gyration,
        damping,
        stiffness,
        oersted,
        torque,
        inPlaneForce,
        sense,
        criticalSpeed,
        largestOrbit);
  }

  /** The same vortex with another stiffness by the Oersted field: 0 leaves it out. */
  public VortexModel withOersted(double factor) {
    return new VortexModel(
        radius,
        gyration,
        damping,
        stiffness,
        oersted.scaled(factor),
        torque,
        inPlaneForce,
        chirality,
        criticalSpeed,
        largestOrbit);
  }

  /** k(s, J), N/m, at s² and a current density in A/m². */
  public double stiffness(double squared, double density) {
    return stiffness.at(squared) + chirality * density * oersted.at(squared);
  }

  /** Gyrotropic resonance at the centre without current, Hz. */
  public double resonance() {
    return stiffness.value() / gyration.value() / (2 * Math.PI);
  }

  /**
   * Current density at which the core begins to gyrate, A/m²: χ J = D k(J)/G with the Oersted field
   * in k, so that J_c(C) = J_c0/(1 − C κ J_c0/k₀).
   *
   * @throws IllegalArgumentException if the current cannot start it, whatever its strength
   */
  public double threshold() {
    double plain = damping.value() * stiffness.value() / (gyration.value() * torque);
    double share = chirality * oersted.value() * plain / stiffness.value();
    if (torque == 0 || share >= 1) {
      throw new IllegalArgumentException(
          "the vortex does not oscillate at any current: "
              + (torque == 0
                  ? "the polariser has no perpendicular component (P p_z = 0)"
                  : "its Oersted field stiffens it faster than the current drives it"));
    }
    return plain / (1 - share);
  }

  /** Energy of the orbit at the rim in the harmonic limit, J: E₁ = k₀ R²/2. */
  public double rimEnergy() {
    return stiffness.value() * radius * radius / 2;
  }

  /**
   * The auto-oscillator that it is for small orbits: c = (X + iY)/R, Γ_G = D₀ k₀/G₀², N = ω₀ a₁, Q
   * = a₁ + d₁, q = 0, η = k_B T/E₁.
   *
   * @param temperature K, not negative
   */
  public NonlinearOscillator oscillator(double temperature) {
    notNegative("temperature", temperature, "K");
    double angular = 2 * Math.PI * resonance();
    return new NonlinearOscillator(
        angular * damping.value() / gyration.value(),
        stiffness.second() + damping.second(),
        0,
        angular * stiffness.second(),
        PhysicalConstants.BOLTZMANN * temperature / rimEnergy());
  }
}
