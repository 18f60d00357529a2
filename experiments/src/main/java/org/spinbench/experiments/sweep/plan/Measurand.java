package org.spinbench.experiments.sweep.plan;

/**
 * What is read at each setpoint, and how often.
 *
 * @param reading name, as {@code BenchNames} knows it, such as {@code chain 1.voltage}
 * @param least samples that are taken in any case
 * @param standardError samples are taken until their mean is known so well, in the reading's unit;
 *     infinite where the least number is enough
 * @param most samples that are taken at most
 */
public record Measurand(String reading, int least, double standardError, int most) {
  /** Samples at most, where nothing is said. */
  public static final int MOST = 100;

  /** Checks the numbers. */
  public Measurand {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          reading
              + ": "
              + least
              + " to "
              + most
              + " samples make no sense; give at least one, and no fewer at most than at least");
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

  /** The mean of so many samples. */
  public static Measurand times(String reading, int samples) {
    return new Measurand(reading, samples, Double.POSITIVE_INFINITY, samples);
  }

  /** The mean of as many samples as it takes, two at least. */
  public static Measurand untilKnownTo(String reading, double standardError, int most) {
    return new Measurand(reading, 2, standardError, most);
  }
}
