package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
}
