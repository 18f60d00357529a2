package org.spinbench.experiments.replay;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * A chi-square of readings, with its limit.
 *
 * @param perReading mean of the squared innovations; one on average for a device that agrees with
 *     its calibration
 * @param readings their number, which is the first number of degrees of freedom
 * @param degrees second number of degrees of freedom, from the measurement of the variances;
 *     infinite for known variances
 * @param limit that chance exceeds once in a thousand runs, in any node of a network
 */
public record ChiSquare(double perReading, int readings, double degrees, double limit) {
  /** Above this number of degrees of freedom a variance counts as known. */
  private static final double MANY = 1e6;

  /**
   * Tests innovations.
   *
   * @param innovations one-step prediction errors over their deviations
   * @param falseAlarm probability that the limit is exceeded without a change
   */
  static ChiSquare of(double[] innovations, double degrees, double falseAlarm) {
    int n = innovations.length;
    double sum = Arrays.stream(innovations).map(x -> x * x).sum();
    double limit =
        degrees > MANY
            ? new ChiSquaredDistribution(n).inverseCumulativeProbability(1 - falseAlarm) / n
            : new FDistribution(n, degrees).inverseCumulativeProbability(1 - falseAlarm);
    return new ChiSquare(sum / n, n, degrees, limit);
  }

  /** Whether chance explains it. */
  public boolean within() {
    return perReading <= limit;
  }
}
