package org.spinbench.experiments.sweep.plan;

/**
 * A reading at each setpoint, with its number of samples.
 *
 * @param reading name in {@code BenchNames}, such as {@code chain 1.voltage}
 * @param least minimum number of samples
 * @param standardError required standard error of the mean, in the reading's unit; infinite if the
 *     minimum number is enough
 * @param most maximum number of samples
 */
public record Measurand(String reading, int least, double standardError, int most) {
  /** Default maximum number of samples. */
  public static final int MOST = 100;

  public Measurand {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          reading
              + ": "
              + least
              + " to "
              + most
              + " samples cannot be taken; give at least one sample, and no smaller maximum");
    }
    if (!(standardError > 0)) {
      throw new IllegalArgumentException(
          reading
              + ": a standard error of "
              + standardError
              + " cannot be reached; give more than 0");
    }
  }

  /** One sample. */
  public static Measurand once(String reading) {
    return times(reading, 1);
  }

  /** The mean of this number of samples. */
  public static Measurand times(String reading, int samples) {
    return new Measurand(reading, samples, Double.POSITIVE_INFINITY, samples);
  }

  /** The mean of as many samples as necessary, at least two. */
  public static Measurand untilKnownTo(String reading, double standardError, int most) {
    return new Measurand(reading, 2, standardError, most);
  }
}
