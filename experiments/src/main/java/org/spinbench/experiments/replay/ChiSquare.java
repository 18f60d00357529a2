package org.spinbench.experiments.replay;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * A chi-square of readings, and how large chance makes it.
 *
 * @param perReading sum of the squared innovations over their number; one on average for a device
 *     that does what is known of it
 * @param readings their number, which is the first number of degrees of freedom
 * @param degrees second number of degrees of freedom: how well the variances are known that the
 *     innovations are measured by. Infinite for variances that are known
 * @param limit that chance exceeds once in a thousand runs, in any of the nodes of a network
 */
public record ChiSquare(double perReading, int readings, double degrees, double limit) {
  /** Above so many degrees of freedom a variance counts as known. */
  private static final double MANY = 1e6;

  /**
   * Tests innovations.
   *
   * @param innovations each foreseen from all before it, over its deviation
   * @param falseAlarm chance that the limit is exceeded though all is as it is known to be
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

  /** Whether chance may have made it so large. */
  public boolean within() {
    return perReading <= limit;
  }
}
