package org.spinbench.app.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Points of a plane, as a grid of cells; the cells of a fine grid are joined. */
final class Grid {
  private final int most;
  private final List<double[]> points = new ArrayList<>();

  /**
   * An empty grid.
   *
   * @param most number of cells in one direction
   */
  Grid(int most) {
    this.most = most;
  }

  void add(double x, double y, double value) {
    if (Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(value)) {
      points.add(new double[] {x, y, value});
    }
  }

  /** The centres of columns and rows, and the mean of each cell; null for an empty one. */
  Map<String, Object> fields() {
    double[] xs = centres(0);
    double[] ys = centres(1);
    double[][] sums = new double[ys.length][xs.length];
    int[][] counts = new int[ys.length][xs.length];
    for (double[] point : points) {
      int column = nearest(xs, point[0]);
      int row = nearest(ys, point[1]);
      sums[row][column] += point[2];
      counts[row][column]++;
    }
    List<List<Double>> cells = new ArrayList<>();
    for (int row = 0; row < ys.length; row++) {
      List<Double> line = new ArrayList<>();
      for (int column = 0; column < xs.length; column++) {
        int count = counts[row][column];
        line.add(count == 0 ? null : Double.valueOf(sums[row][column] / count));
      }
      cells.add(line);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("xs", xs);
    fields.put("ys", ys);
    fields.put("cells", cells);
    return fields;
  }

  private double[] centres(int which) {
    TreeSet<Double> values = new TreeSet<>();
    points.forEach(point -> values.add(point[which]));
    if (values.size() <= most) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
    double first = values.first();
    double step = (values.last() - first) / (most - 1);
    double[] centres = new double[most];
    for (int k = 0; k < most; k++) {
      centres[k] = first + k * step;
    }
    return centres;
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
