package org.spinbench.simulator.effects;

import org.spinbench.simulator.physics.Checks;

/**
 * The stray fields of vortices in neighbouring discs, which push their resonances apart.
 *
 * <pre>
 *   U = (μ₀/4π d³)(⅔ M_s V)²,   Ω = f₀ U/(4 E₁),   f → f + sign(f − f′) {√[((f − f′)/2)² + Ω²] − |f − f′|/2}
 * </pre>
 *
 * U dipole energy of two displaced vortices at s = 1 (J); d distance of the centres (m); M_s V
 * moment of a disc (A m²); E₁ energy of the orbit s = 1 (J); Ω coupling (Hz) of discs of equal
 * polarity; f′ resonance of the neighbour (Hz). For the 370 nm disc of 300 MHz Ω is 37 kHz at 2 µm
 * and 37 Hz at 20 µm.
 *
 * <p>Valid for small couplings against the resonances, d above three radii. Reference:
 * arXiv:1506.01960; coupled modes: L. D. Landau, E. M. Lifshitz, "Mechanics", section 23.
 *
 * @param coupling Ω, Hz
 */
public record DipolarCoupling(double coupling) {
  /** Ω d³ of two discs of 370 nm and 7 nm, 1.6 T, E₁ = 1.026e-17 J, at 300 MHz; Hz m³. */
  private static final double OF_BENCH_DISCS = 2.985e-13;

  public DipolarCoupling {
    Checks.notNegative("coupling", coupling, "Hz");
  }

  /** Of the discs of the default bench at a distance in m. */
  public static DipolarCoupling at(double distance) {
    Checks.positive("distance", distance, "m");
    return new DipolarCoupling(OF_BENCH_DISCS / (distance * distance * distance));
  }

  /** What a neighbour adds to a resonance, Hz. */
  public double shift(double own, double neighbour) {
    double half = Math.abs(own - neighbour) / 2;
    double pushed = Math.sqrt(half * half + coupling * coupling) - half;
    return own < neighbour ? -pushed : pushed;
  }
}
