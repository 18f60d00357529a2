package org.spinbench.calibration.drift;

import java.util.Collections;
import java.util.List;

/**
 * A model of the drift of an offset: a sum of independent Ornstein-Uhlenbeck processes. Correlation
 * times a decade apart with equal deviations give 1/f noise between the longest and the shortest.
 *
 * @param times correlation times, evaluations
 * @param deviations standard deviation of each process, in the offset's unit
 */
public record DriftModel(List<Double> times, List<Double> deviations) {
  /** Correlation times of the usual model, evaluations. */
  static final List<Double> TIMES = List.of(30.0, 300.0, 3e3, 3e4);

  public DriftModel {
    if (times.size() != deviations.size()) {
      throw new IllegalArgumentException(
          times.size() + " times of drift but " + deviations.size() + " deviations");
    }
    for (double deviation : deviations) {
      if (!(deviation >= 0 && Double.isFinite(deviation))) {
        throw new IllegalArgumentException(
            "a drift of " + deviation + " is impossible: give a deviation of zero or more");
      }
    }
    times = List.copyOf(times);
    deviations = List.copyOf(deviations);
  }

  /** 1/f noise over all times with a total standard deviation; no drift if that is zero. */
  public static DriftModel flicker(double total) {
    double each = total / Math.sqrt(TIMES.size());
    return new DriftModel(TIMES, Collections.nCopies(TIMES.size(), each));
  }

  /** Standard deviation of the whole over a very long time. */
  public double total() {
    return Math.sqrt(deviations.stream().mapToDouble(d -> d * d).sum());
  }

  /** Expected square of the change over some evaluations. */
  public double meanSquareChange(double evaluations) {
    double sum = 0;
    for (int i = 0; i < times.size(); i++) {
      sum += deviations.get(i) * deviations.get(i) * change(evaluations / times.get(i));
    }
    return sum;
  }

  /** Mean square change of a process of unit variance over x of its times: 2 (1 − e^(−x)). */
  static double change(double x) {
    return -2 * StrictMath.expm1(-x);
  }

  /**
   * Number of evaluations in which an offset changes by a tolerance, rms.
   *
   * @return infinity if it never changes so much
   */
  public double interval(double tolerance) {
    double square = tolerance * tolerance;
    if (meanSquareChange(Double.POSITIVE_INFINITY) <= square) {
      return Double.POSITIVE_INFINITY;
    }
    double low = 0;
    double high = 1;
    while (meanSquareChange(high) <= square) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-3 * high) {
      double middle = (low + high) / 2;
      if (meanSquareChange(middle) <= square) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
