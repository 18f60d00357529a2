package org.spinbench.simulator.instrument.part;

/** Statistics that instruments compute from the readings in a buffer; at least one reading. */
public final class Statistics {
  private Statistics() {}

  /**
   * A statistic by its SCPI word.
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

  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  public static double least(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

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
