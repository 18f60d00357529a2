package org.spinbench.app.dashboard;

/**
 * Reduces a curve of any length to a bounded number of points, and keeps the lowest and the highest
 * of each part of it. A short curve is kept as it is. A curve may have several passes, each of
 * which begins with a part of its own as long as there are two parts for each.
 */
final class Extremes {
  private final double[] lowX;
  private final double[] lowY;
  private final double[] highX;
  private final double[] highY;
  private final boolean[] lowFirst;
  private final boolean[] begins;
  private final int most;
  private int used;
  private long stride = 1;
  private long inLast;
  private long points;
  private int passes;
  private boolean pass;

  /** Receives the points. */
  interface Told {
    /**
     * One point.
     *
     * @param begins whether it is the first of a pass after another one
     */
    void point(double x, double y, boolean begins);
  }

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
    begins = new boolean[most];
  }

  /** The next point is the first of a pass. */
  void beginPass() {
    pass = used > 0 && ++passes <= most / 2;
  }

  /** Adds a point. */
  void add(double x, double y) {
    points++;
    if (used > 0 && inLast < stride && !pass) {
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
    begins[used] = pass;
    pass = false;
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

  /** Joins every two parts of a pass. */
  private void halve() {
    int k = 0;
    boolean alone = true;
    for (int first = 0; first < used; k++) {
      alone = first + 1 == used || begins[first + 1];
      int second = alone ? first : first + 1;
      int low = lowY[second] < lowY[first] ? second : first;
      int high = highY[second] > highY[first] ? second : first;
      boolean order = low == high ? lowFirst[low] : low < high;
      double[] joined = {lowX[low], lowY[low], highX[high], highY[high]};
      lowX[k] = joined[0];
      lowY[k] = joined[1];
      highX[k] = joined[2];
      highY[k] = joined[3];
      lowFirst[k] = order;
      begins[k] = begins[first];
      first = second + 1;
    }
    inLast += alone ? 0 : stride;
    stride *= 2;
    used = k;
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
  void each(Told told) {
    for (int k = 0; k < used; k++) {
      boolean one = lowX[k] == highX[k] && lowY[k] == highY[k];
      if (lowFirst[k]) {
        told.point(lowX[k], lowY[k], begins[k]);
      }
      if (!one) {
        told.point(highX[k], highY[k], begins[k] && !lowFirst[k]);
      }
      if (!lowFirst[k]) {
        told.point(lowX[k], lowY[k], begins[k] && one);
      }
    }
  }
}
