package org.spinbench.simulator.effects;

/**
 * Properties of a device that vary together because one cause moves them, such as the diameter of a
 * disc its frequency and its resistance.
 *
 * <pre>   z = ρ z_f + √(1 − ρ²) z₀</pre>
 *
 * z, z₀ standard normal numbers of the property; z_f that of the frequency; ρ their correlation.
 * Factors exp(σ z) of several properties then have a valid covariance for any ρ from −1 to 1.
 */
public final class Correlation {
  private Correlation() {}

  /**
   * z.
   *
   * @param together ρ
   * @param frequency z_f
   * @param own z₀
   */
  public static double of(double together, double frequency, double own) {
    return together == 0 ? own : together * frequency + Math.sqrt(1 - together * together) * own;
  }
}
