package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SparklineTest {
  private final Sparkline curve = new Sparkline();

  @Test
  void theLowestMeanIsTheLowestCellAndTheHighestTheFullOne() {
    for (int k = 0; k < 8; k++) {
      curve.add(0, k, Sparkline.CELLS, -3 + 0.1 * k);
    }
    assertEquals("▁▂▃▄▅▆▇█" + ".".repeat(16), curve.cells());
  }

  /** 240 points, ten in each cell: a triangle goes up and down again. */
  @Test
  void aLongPassIsReduced() {
    for (int k = 0; k < 240; k++) {
      curve.add(0, k, 240, Math.min(k, 239 - k));
    }
    String cells = curve.cells();
    assertEquals(24, cells.length());
    assertEquals(cells, new StringBuilder(cells).reverse().toString());
    assertEquals("▁", cells.substring(0, 1));
    assertEquals("██", cells.substring(11, 13));
  }

  @Test
  void anotherPassBeginsAnew() {
    curve.add(0, 3, Sparkline.CELLS, 5);
    curve.add(1, 1, Sparkline.CELLS, 7);
    assertEquals(".▅" + ".".repeat(22), curve.cells());
  }

  @Test
  void whatHasNoValueHasNoCell() {
    curve.add(0, 0, Sparkline.CELLS, Double.NaN);
    assertEquals(".".repeat(24), curve.cells());
  }
}
