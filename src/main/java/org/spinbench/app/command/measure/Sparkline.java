package org.spinbench.app.command.measure;

import java.util.Arrays;

/** A curve in one row of a terminal: each cell is the mean of the values that fall into it. */
final class Sparkline {
  /** Number of cells. */
  static final int CELLS = 24;

  private static final String LEVELS = "▁▂▃▄▅▆▇█";
  private static final char NOTHING = '.';

  private final double[] sums = new double[CELLS];
  private final int[] counts = new int[CELLS];
  private long pass = -1;

  /**
   * Takes a value. The first one of another pass begins a new curve.
   *
   * @param pass number of the pass
   * @param place in the pass, from 0
   * @param length of a pass, points
   * @param value NaN for a reading without a value
   */
  void add(long pass, int place, int length, double value) {
    if (pass != this.pass) {
      this.pass = pass;
      Arrays.fill(sums, 0);
      Arrays.fill(counts, 0);
    }
    if (Double.isFinite(value)) {
      int cell = (int) ((long) place * CELLS / length);
      sums[cell] += value;
      counts[cell]++;
    }
  }

  /** The row, from the lowest to the highest mean. A short pass has wide points. */
  String cells() {
    double[] means = new double[CELLS];
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < CELLS; k++) {
      means[k] = counts[k] == 0 ? Double.NaN : sums[k] / counts[k];
      lowest = means[k] < lowest ? means[k] : lowest;
      highest = means[k] > highest ? means[k] : highest;
    }
    StringBuilder cells = new StringBuilder();
    for (double mean : means) {
      cells.append(Double.isNaN(mean) ? NOTHING : level(mean, lowest, highest));
    }
    return cells.toString();
  }

  private static char level(double mean, double lowest, double highest) {
    int last = LEVELS.length() - 1;
    double share = highest > lowest ? (mean - lowest) / (highest - lowest) : 0.5;
    return LEVELS.charAt((int) Math.round(share * last));
  }
}
