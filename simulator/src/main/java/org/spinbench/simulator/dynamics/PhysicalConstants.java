package org.spinbench.simulator.dynamics;

/**
 * Constants of nature, SI.
 *
 * <p>Source: CODATA 2018, E. Tiesinga et al., Rev. Mod. Phys. 93, 025010 (2021),
 * doi:10.1103/RevModPhys.93.025010.
 */
public final class PhysicalConstants {
  /** k_B, J/K (exact). */
  public static final double BOLTZMANN = 1.380649e-23;

  /** e, C (exact). */
  public static final double ELEMENTARY_CHARGE = 1.602176634e-19;

  /** ħ, J s. */
  public static final double REDUCED_PLANCK = 1.054571817e-34;

  /** μ₀, T m/A. */
  public static final double VACUUM_PERMEABILITY = 1.25663706212e-6;

  /** γ of the free electron, rad/(s T). */
  public static final double GYROMAGNETIC_RATIO = 1.76085963023e11;

  /** γ₀ = μ₀ γ, m/(A s). */
  public static final double GYROMAGNETIC_RATIO_OF_FIELD = VACUUM_PERMEABILITY * GYROMAGNETIC_RATIO;

  private PhysicalConstants() {}
}
