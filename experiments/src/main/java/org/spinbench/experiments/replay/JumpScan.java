package org.spinbench.experiments.replay;

import org.spinbench.calibration.fit.filter.DriftFilter;

/**
 * Searches the onset of a further change by the generalised likelihood ratio of A. S. Willsky and
 * H. L. Jones (1976, doi:10.1109/TAC.1976.1101146): a jump leaves a known trace in the innovations
 * of a Kalman filter without that jump, and
 *
 * <pre>ratio = (Σ gᵢ νᵢ / Vᵢ)² / Σ gᵢ²/Vᵢ</pre>
 *
 * with the trace g of a jump of unit size, innovations ν and their variances V is twice the gain of
 * the best size in log likelihood. Without a jump it is a χ² with one degree of freedom at each
 * reading.
 */
final class JumpScan {
  /** Minimum number of readings after a change; with fewer, it could be a few wrong readings. */
  static final int FEWEST_AFTER = 5;

  /** Approximate limit of the number of multiplications in a scan. */
  private static final double EFFORT = 5e7;

  private static final int FEWEST_ONSETS = 32;

  /** Innovations are limited to this number of deviations, as in the filter. */
  private static final double FAR = 5;

  private JumpScan() {}

  /**
   * The best jump of one kind.
   *
   * @param onset number of the first reading with it
   * @param ratio of likelihoods
   * @param size in the unit of the signature
   */
  record Jump(int onset, double ratio, double size) {}

  /**
   * Scans.
   *
   * @param slopes of the readings by the states of the filter, [reading][state]
   * @param filtered result of the filter without a jump
   * @param signature effect of a jump of unit size on each reading
   */
  static Jump best(double[][] slopes, DriftFilter.Result filtered, double[] signature) {
    int n = signature.length;
    int states = filtered.mean().length;
    double onsets = Math.max(FEWEST_ONSETS, EFFORT / (n * (double) states));
    int step = (int) Math.max(1, Math.ceil(n / onsets));
    Jump best = new Jump(0, 0, 0);
    for (int onset = 0; onset <= n - FEWEST_AFTER; onset += step) {
      Jump one = at(onset, slopes, filtered, signature);
      best = one.ratio() > best.ratio() ? one : best;
    }
    return best;
  }

  private static Jump at(
      int onset, double[][] slopes, DriftFilter.Result filtered, double[] signature) {
    double[] moved = new double[filtered.mean().length];
    double product = 0;
    double square = 0;
    for (int i = onset; i < signature.length; i++) {
      double trace = signature[i];
      for (int j = 0; j < moved.length; j++) {
        trace -= slopes[i][j] * moved[j];
      }
      double variance = filtered.variances()[i];
      double innovation = Math.max(-FAR, Math.min(FAR, filtered.innovations()[i]));
      product += trace * innovation / Math.sqrt(variance);
      square += trace * trace / variance;
      double[] gains = filtered.gains()[i];
      for (int j = 0; j < moved.length; j++) {
        moved[j] += gains[j] * trace;
      }
    }
    return square > 0
        ? new Jump(onset, product * product / square, product / square)
        : new Jump(onset, 0, 0);
  }
}
