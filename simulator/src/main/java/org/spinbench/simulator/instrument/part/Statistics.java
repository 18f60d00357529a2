package org.spinbench.simulator.instrument.part;

/** What instruments calculate of the readings in a buffer, of which there is at least one. */
public final class Statistics {
  private Statistics() {}

  /**
   * One of them by the word that instruments have for it.
   *
   * @param word MEAN, MAX, MIN, PKPK (largest less smallest) or SDEV
   */
  public static double named(String word, double[] values) {
    return switch (word) {
      case "MEAN" -> mean(values);
      case "MAX" -> most(values);
      case "MIN" -> least(values);
      case "PKPK" -> most(values) - least(values);
      case "SDEV" -> deviation(values);
      default -> throw new IllegalArgumentException("no statistic is called " + word);
    };
  }

  /** The arithmetic mean. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The smallest. */
  public static double least(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** The largest. */
  public static double most(double[] values) {
    double most = values[0];
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  /** Standard deviation of a sample; zero for one reading. */
  public static double deviation(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return values.length > 1 ? Math.sqrt(sum / (values.length - 1)) : 0;
  }
}
