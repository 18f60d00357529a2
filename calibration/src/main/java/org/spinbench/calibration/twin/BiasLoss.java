package org.spinbench.calibration.twin;

/**
 * What a junction's emission loses with the voltage across it: the magnetoresistance falls as 1/[1
 * + (V/V_h)²] (J. C. Slonczewski 1989, doi:10.1103/PhysRevB.39.6995), so the emitted power as its
 * square, 1/(1 + r I²)² with r = (R/V_h)² in 1/A².
 */
public final class BiasLoss {
  private BiasLoss() {}

  /**
   * r, 1/A².
   *
   * @param resistance R, Ω
   * @param halfVoltage V_h, V, at which half of the magnetoresistance is left; infinite if nothing
   *     is lost
   */
  public static double of(double resistance, double halfVoltage) {
    double perAmpere = resistance / halfVoltage;
    return perAmpere * perAmpere;
  }

  /** Power over that without a loss, above 0 to 1, at a current in A. */
  public static double factor(double loss, double current) {
    double left = 1 / (1 + loss * current * current);
    return left * left;
  }

  /** Derivative of the logarithm of {@link #factor} by the current, 1/A. */
  public static double byCurrent(double loss, double current) {
    return -4 * loss * current / (1 + loss * current * current);
  }

  /** Derivative of the logarithm of {@link #factor} by r, A². */
  public static double byLoss(double loss, double current) {
    return -2 * current * current / (1 + loss * current * current);
  }
}
