package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void aSmallGridHasItsOwnCells() {
    Grid grid = new Grid(10);
    grid.add(2, 1, 5);
    grid.add(1, 1, 3);
    grid.add(1, 2, 4);
    grid.add(1, 2, 6);
    grid.add(Double.NaN, 2, 6);
    Map<String, Object> fields = grid.fields();
    assertArrayEquals(new double[] {1, 2}, (double[]) fields.get("xs"));
    assertArrayEquals(new double[] {1, 2}, (double[]) fields.get("ys"));
    assertEquals(List.of(List.of(3.0, 5.0), Arrays.asList(5.0, null)), fields.get("cells"));
  }

  /** The mean of a plane in each cell is the plane at the middle of its points. */
  @Test
  void theCellsOfAFineGridAreMeans() {
    Grid grid = new Grid(5);
    for (int x = 0; x <= 100; x++) {
      for (int y = 0; y <= 40; y++) {
        grid.add(x, y, 2 * x + y);
      }
    }
    Map<String, Object> fields = grid.fields();
    assertArrayEquals(new double[] {0, 25, 50, 75, 100}, (double[]) fields.get("xs"));
    List<?> cells = (List<?>) fields.get("cells");
    List<?> middle = (List<?>) cells.get(2);
    assertEquals(2 * 50 + 20, (Double) middle.get(2), 1.0);
    assertEquals(5, cells.size());
  }

  /** However many values there are, and in whatever order, a plane stays a plane. */
  @Test
  void anyNumberOfValuesFits() {
    Grid grid = new Grid(8);
    Random random = new Random(5);
    int points = 40_000;
    for (int k = 0; k < points; k++) {
      double x = 1e-9 * (k < 1000 ? k : k * random.nextDouble());
      double y = -5 + 10 * random.nextDouble();
      grid.add(x, y, 3e9 * x - y);
    }
    Map<String, Object> fields = grid.fields();
    double[] xs = (double[]) fields.get("xs");
    double[] ys = (double[]) fields.get("ys");
    assertEquals(8, xs.length);
    assertEquals(8, ys.length);
    // A joined value lies within the distance of two of the values that are told apart.
    double distance = 2 * points * 1e-9 / Grid.STORED;
    assertEquals(0, xs[0], distance);
    assertEquals(points * 1e-9, xs[7], 4 * distance);
    List<?> cells = (List<?>) fields.get("cells");
    for (int row = 1; row < 7; row++) {
      for (int column = 1; column < 4; column++) {
        double mean = (Double) ((List<?>) cells.get(row)).get(column);
        assertEquals(3e9 * xs[column] - ys[row], mean, 0.09 * points * 3 / 7, row + ", " + column);
      }
    }
  }

  /** Joining loses no point: the mean of all cells, by their points, is the mean of the points. */
  @Test
  void joiningLosesNothing() {
    Grid grid = new Grid(1);
    int points = 5 * Grid.STORED + 3;
    double sum = 0;
    for (int k = 0; k < points; k++) {
      grid.add(k, -k, k * (double) k);
      sum += k * (double) k;
    }
    // One cell: its centre is the first value, and all points are in it.
    double mean = (Double) ((List<?>) ((List<?>) grid.fields().get("cells")).get(0)).get(0);
    assertEquals(sum / points, mean, 1e-9 * mean);
  }
}
