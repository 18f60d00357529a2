package org.spinbench.app.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Points of a plane, as a grid of cells with their means. Takes any number of points in a bounded
 * amount of memory: values that are too many for a direction are joined.
 */
final class Grid {
  /** Number of values that are told apart in one direction. */
  static final int STORED = 512;

  private final int most;
  private final Direction xs = new Direction();
  private final Direction ys = new Direction();
  private double[][] sums = new double[STORED][];
  private int[][] counts = new int[STORED][];

  /**
   * An empty grid.
   *
   * @param most number of cells in one direction of the result
   */
  Grid(int most) {
    this.most = most;
  }

  /** The values of one direction, and their numbers. */
  private static final class Direction {
    private TreeMap<Double, Integer> numbers = new TreeMap<>();
    private double origin;

    /** Distance of joined values; 0 as long as each is kept. */
    private double step;

    private double place(double value) {
      return step == 0 ? value : origin + Math.rint((value - origin) / step) * step;
    }

    boolean hasPlaceFor(double value) {
      return numbers.size() < STORED || numbers.containsKey(place(value));
    }

    int number(double value) {
      return numbers.computeIfAbsent(place(value), one -> numbers.size());
    }

    /** Joins neighbours, and gives the new number of each old one. */
    int[] join() {
      TreeMap<Double, Integer> old = numbers;
      origin = old.firstKey();
      step = step == 0 ? 2 * (old.lastKey() - origin) / STORED : 2 * step;
      numbers = new TreeMap<>();
      int[] joined = new int[old.size()];
      old.forEach((value, number) -> joined[number] = number(value));
      return joined;
    }

    /** The centres of the result. */
    double[] centres(int most) {
      if (numbers.size() <= most) {
        return numbers.keySet().stream().mapToDouble(Double::doubleValue).toArray();
      }
      double first = numbers.firstKey();
      double distance = (numbers.lastKey() - first) / Math.max(1, most - 1);
      double[] centres = new double[most];
      for (int k = 0; k < most; k++) {
        centres[k] = first + k * distance;
      }
      return centres;
    }

    /** Which centre is nearest to the value with a number. */
    int[] nearest(double[] centres) {
      int[] nearest = new int[numbers.size()];
      numbers.forEach((value, number) -> nearest[number] = Grid.nearest(centres, value));
      return nearest;
    }
  }

  void add(double x, double y, double value) {
    if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(value)) {
      return;
    }
    while (!xs.hasPlaceFor(x)) {
      rearrange(xs.join(), null);
    }
    while (!ys.hasPlaceFor(y)) {
      rearrange(null, ys.join());
    }
    add(xs.number(x), ys.number(y), value, 1);
  }

  private void add(int column, int row, double sum, int count) {
    if (sums[column] == null) {
      sums[column] = new double[STORED];
      counts[column] = new int[STORED];
    }
    sums[column][row] += sum;
    counts[column][row] += count;
  }

  private void rearrange(int[] columns, int[] rows) {
    double[][] oldSums = sums;
    int[][] oldCounts = counts;
    sums = new double[STORED][];
    counts = new int[STORED][];
    for (int column = 0; column < STORED && oldSums[column] != null; column++) {
      for (int row = 0; row < STORED; row++) {
        if (oldCounts[column][row] > 0) {
          add(
              columns == null ? column : columns[column],
              rows == null ? row : rows[row],
              oldSums[column][row],
              oldCounts[column][row]);
        }
      }
    }
  }

  /** The centres of columns and rows, and the mean of each cell; null for an empty one. */
  Map<String, Object> fields() {
    double[] centresX = xs.centres(most);
    double[] centresY = ys.centres(most);
    int[] columns = xs.nearest(centresX);
    int[] rows = ys.nearest(centresY);
    double[][] sum = new double[centresY.length][centresX.length];
    long[][] count = new long[centresY.length][centresX.length];
    for (int column = 0; column < columns.length; column++) {
      for (int row = 0; row < rows.length; row++) {
        sum[rows[row]][columns[column]] += sums[column][row];
        count[rows[row]][columns[column]] += counts[column][row];
      }
    }
    List<List<Double>> cells = new ArrayList<>();
    for (int row = 0; row < centresY.length; row++) {
      List<Double> line = new ArrayList<>();
      for (int column = 0; column < centresX.length; column++) {
        long points = count[row][column];
        line.add(points == 0 ? null : Double.valueOf(sum[row][column] / points));
      }
      cells.add(line);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("xs", centresX);
    fields.put("ys", centresY);
    fields.put("cells", cells);
    return fields;
  }

  private static int nearest(double[] centres, double value) {
    int found = java.util.Arrays.binarySearch(centres, value);
    if (found >= 0) {
      return found;
    }
    int above = -found - 1;
    if (above == 0 || above == centres.length) {
      return Math.min(above, centres.length - 1);
    }
    return value - centres[above - 1] <= centres[above] - value ? above - 1 : above;
  }
}
