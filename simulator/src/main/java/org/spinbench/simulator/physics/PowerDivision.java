package org.spinbench.simulator.physics;

/**
 * How resistors in series at the end of a line divide the power that a matched source offers.
 *
 * <pre>
 *   P_k / P_a = 4 Z₀ R_k / (Z₀ + Σ R)²
 * </pre>
 *
 * P_a available power of the source (W); P_k power in one resistor (W); R_k its resistance and ΣR
 * that of all in series (Ω); Z₀ characteristic impedance of the line (Ω).
 *
 * <p>Valid for resistors that are small against the wavelength, without lead inductance.
 *
 * <p>Reference: D. M. Pozar, "Microwave Engineering", 4th edition, Wiley (2012), section 2.6,
 * "Generator and load mismatches".
 */
public final class PowerDivision {
  private static final double LINE = 50;

  private PowerDivision() {}

  /**
   * Power in a resistor over what it is with another sum of all resistors in series.
   *
   * @param sum ΣR now, Ω; infinite for an open circuit
   * @param usual ΣR of which the usual power is known, Ω
   */
  public static double change(double sum, double usual) {
    double ratio = (LINE + usual) / (LINE + sum);
    return ratio * ratio;
  }
}
