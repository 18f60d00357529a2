package org.spinbench.app.dashboard;

import java.util.function.BiConsumer;

/**
 * Reduces a curve of any length to a bounded number of points, and keeps the lowest and the highest
 * of each part of it. A short curve is kept as it is.
 */
final class Extremes {
  private final double[] lowX;
  private final double[] lowY;
  private final double[] highX;
  private final double[] highY;
  private final boolean[] lowFirst;
  private final int most;
  private int used;
  private long stride = 1;
  private long inLast;
  private long points;

  /**
   * An empty curve.
   *
   * @param most number of parts; each gives at most two points
   */
  Extremes(int most) {
    this.most = most;
    lowX = new double[most];
    lowY = new double[most];
    highX = new double[most];
    highY = new double[most];
    lowFirst = new boolean[most];
  }

  /** Adds a point. */
  void add(double x, double y) {
    points++;
    if (used > 0 && inLast < stride) {
      widen(used - 1, x, y);
      inLast++;
      return;
    }
    if (used == most) {
      halve();
      add(x, y);
      points--;
      return;
    }
    lowX[used] = x;
    lowY[used] = y;
    highX[used] = x;
    highY[used] = y;
    lowFirst[used] = true;
    used++;
    inLast = 1;
  }

  private void widen(int part, double x, double y) {
    if (y < lowY[part]) {
      lowX[part] = x;
      lowY[part] = y;
      lowFirst[part] = false;
    }
    if (y > highY[part]) {
      highX[part] = x;
      highY[part] = y;
      lowFirst[part] = true;
    }
  }

  /** Joins every two parts. */
  private void halve() {
    int half = (used + 1) / 2;
    for (int k = 0; k < half; k++) {
      int first = 2 * k;
      int second = Math.min(first + 1, used - 1);
      int low = lowY[second] < lowY[first] ? second : first;
      int high = highY[second] > highY[first] ? second : first;
      boolean order = low == high ? lowFirst[low] : low < high;
      double[] joined = {lowX[low], lowY[low], highX[high], highY[high]};
      lowX[k] = joined[0];
      lowY[k] = joined[1];
      highX[k] = joined[2];
      highY[k] = joined[3];
      lowFirst[k] = order;
    }
    // The last part of an odd number has half the points.
    inLast = used % 2 == 0 ? 2 * stride : stride;
    stride *= 2;
    used = half;
  }

  /** Number of points that were added. */
  long points() {
    return points;
  }

  /** Whether there are fewer points than were added. */
  boolean isReduced() {
    return stride > 1;
  }

  /** Gives the points in their order. */
  void each(BiConsumer<Double, Double> told) {
    for (int k = 0; k < used; k++) {
      boolean one = lowX[k] == highX[k] && lowY[k] == highY[k];
      if (lowFirst[k]) {
        told.accept(lowX[k], lowY[k]);
      }
      if (!one) {
        told.accept(highX[k], highY[k]);
      }
      if (!lowFirst[k]) {
        told.accept(lowX[k], lowY[k]);
      }
    }
  }
}
