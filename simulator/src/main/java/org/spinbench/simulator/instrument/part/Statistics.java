package org.spinbench.simulator.instrument.part;

/** What instruments calculate of the readings in a buffer, of which there is at least one. */
public final class Statistics {
  private Statistics() {}

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
