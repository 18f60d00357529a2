package org.spinbench.simulator.dynamics;

/**
 * The coefficients of the embedded Runge-Kutta pair of fifth and fourth order with seven stages, of
 * which the last stands at the new point.
 *
 * <p>Source: J. R. Dormand, P. J. Prince, "A family of embedded Runge-Kutta formulae", J. Comput.
 * Appl. Math. 6, 19 (1980), doi:10.1016/0771-050X(80)90013-3, table 2 (RK5(4)7M).
 */
final class DormandPrince {
  static final int STAGES = 7;

  private static final double SAFETY = 0.9;
  private static final double LEAST = 0.2;
  private static final double MOST = 5;

  private static final double[] NODES = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};

  private static final double[][] WEIGHTS = {
    {},
    {1.0 / 5},
    {3.0 / 40, 9.0 / 40},
    {44.0 / 45, -56.0 / 15, 32.0 / 9},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
  };

  private static final double[] FOURTH = {
    5179.0 / 57600, 0, 7571.0 / 16695, 393.0 / 640, -92097.0 / 339200, 187.0 / 2100, 1.0 / 40
  };

  private DormandPrince() {}

  /** Where in the step a stage stands, 0 to 1. */
  static double node(int stage) {
    return NODES[stage];
  }

  /** What an earlier stage's slope contributes to a stage. */
  static double weight(int stage, int earlier) {
    return WEIGHTS[stage][earlier];
  }

  /** What a stage contributes to the difference of the two orders. */
  static double errorWeight(int stage) {
    double fifth = stage < STAGES - 1 ? WEIGHTS[STAGES - 1][stage] : 0;
    return fifth - FOURTH[stage];
  }

  /**
   * How much longer the next step may be.
   *
   * @param error of the last one, in units of the tolerance
   */
  static double growth(double error) {
    double wanted = error == 0 ? MOST : SAFETY * StrictMath.pow(error, -1.0 / 5);
    return Math.min(MOST, Math.max(LEAST, wanted));
  }
}
