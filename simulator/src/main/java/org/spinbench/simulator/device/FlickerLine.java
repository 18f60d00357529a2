package org.spinbench.simulator.device;

/**
 * The part of a line's width that 1/f noise of its frequency makes.
 *
 * <pre>
 *   S_f(f) = h/f,   w_G = √[8 ln 2 · h ln(f_x T)],   f_x = √[h π²/(8 ln 2)]
 *   w = 0.5346 w_L + √(0.2166 w_L² + w_G²)
 * </pre>
 *
 * h strength (Hz²); T duration of the reading (s); f_x frequency above which the noise no longer
 * widens the line (β line); w_G Gaussian and w_L Lorentzian full width at half maximum (Hz); w that
 * of the Voigt profile, within 0.02 %. The width grows with the duration of the reading.
 *
 * <p>References: G. Di Domenico, S. Schilt, P. Thomann, Appl. Opt. 49, 4801 (2010),
 * doi:10.1364/AO.49.004801; Voigt profile: J. J. Olivero, R. L. Longbothum, J. Quant. Spectrosc.
 * Radiat. Transf. 17, 233 (1977), doi:10.1016/0022-4073(77)90161-3.
 */
public final class FlickerLine {
  private static final double EIGHT_LN_2 = 8 * StrictMath.log(2);

  private FlickerLine() {}

  /**
   * Full width at half maximum, Hz.
   *
   * @param lorentzian w_L, Hz
   * @param strength h, Hz²
   * @param seconds T
   */
  public static double width(double lorentzian, double strength, double seconds) {
    double reach = Math.sqrt(strength * Math.PI * Math.PI / EIGHT_LN_2) * seconds;
    if (!(reach > 1)) {
      return lorentzian;
    }
    double squared = EIGHT_LN_2 * strength * StrictMath.log(reach);
    return 0.5346 * lorentzian + Math.sqrt(0.2166 * lorentzian * lorentzian + squared);
  }
}
