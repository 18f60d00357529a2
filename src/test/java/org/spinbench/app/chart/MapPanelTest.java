package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.chart.MapPanel.Scale;
import org.spinbench.app.chart.MapPanel.Tick;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Points;

class MapPanelTest {
  private static List<String> labels(Points points, double factor) {
    return new Scale("x", points, factor).ticks().stream().map(Tick::label).toList();
  }

  @Test
  void manyCellsHaveTicksAtRoundNumbers() {
    assertEquals(
        List.of("200", "220", "240", "260", "280", "300"),
        labels(new Points.Linear(200e6, 300e6, 80), 1e-6));
    assertEquals(
        List.of("-4", "-2", "0", "2", "4"), labels(new Points.Linear(-4e-3, 4e-3, 60), 1e3));
    assertEquals(List.of("0", "100", "200", "300"), labels(new Points.Linear(0, 300, 301), 1));
    assertEquals(
        List.of("251.38", "251.4", "251.42"),
        labels(new Points.Linear(251.37e6, 251.43e6, 50), 1e-6));
  }

  @Test
  void aTickStandsWhereItsValueIs() {
    List<Tick> up = new Scale("x", new Points.Linear(1, 21, 21), 1).ticks();
    assertEquals(List.of("5", "10", "15", "20"), up.stream().map(Tick::label).toList());
    assertEquals(4, up.get(0).cell(), 1e-12);
    assertEquals(19, up.get(3).cell(), 1e-12);
    List<Tick> down = new Scale("x", new Points.Linear(20, 0, 41), 1).ticks();
    assertEquals("0", down.get(0).label());
    assertEquals(40, down.get(0).cell(), 1e-12);
    assertEquals("20", down.get(down.size() - 1).label());
    assertEquals(0, down.get(down.size() - 1).cell(), 1e-12);
  }

  @Test
  void fewCellsAndListsHaveTicksAtCells() {
    assertEquals(
        List.of("-6", "-3", "0", "3", "6"), labels(new Points.Linear(-6e-3, 6e-3, 5), 1e3));
    Points list = Axis.list("x", 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9).points();
    assertEquals(List.of("3", "1", "2", "3", "9"), labels(list, 1));
    assertEquals(List.of("7", "7", "7", "7", "7"), labels(new Points.Linear(7, 7, 20), 1));
  }

  /** A map of 7 rows and 13 columns of one value. */
  private static void even(PictureFile file) {
    double[][] rows = new double[7][13];
    for (double[] row : rows) {
      Arrays.fill(row, 3);
    }
    Scale across = new Scale("x", new Points.Linear(1, 13, 13), 1);
    Scale up = new Scale("y", new Points.Linear(1, 7, 7), 1);
    Canvas page = Canvas.of(file, 1000, MapPanel.HEIGHT);
    new MapPanel(across, up).draw(page, 0, rows, "even", true, "V");
    page.write(file);
  }

  /** Where edges of cells lie inside dots, the page does not shine through between them. */
  @Test
  void anEvenMapHasNoSeams(@TempDir Path folder) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Path path = folder.resolve("even.png");
    even(new PictureFile(path, OptionalDouble.of(91)));
    BufferedImage picture = ImageIO.read(path.toFile());
    double dots = picture.getWidth() / 1000.0;
    int off = 0;
    for (int x = (int) (113 * dots); x < 827 * dots; x++) {
      for (int y = (int) (63 * dots); y < 437 * dots; y++) {
        Color colour = new Color(picture.getRGB(x, y));
        off = Math.max(off, Math.max(colour.getRed(), Math.abs(colour.getGreen() - 0x72)));
      }
    }
    assertTrue(off <= 2, "one colour within the frame, but for rounding: " + off);
  }

  /** In a file of lines each cell reaches below the next ones, and none beyond the frame. */
  @Test
  void cellsOfLinesOverlap(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("even.svg");
    even(PictureFile.of(path));
    Matcher cell =
        Pattern.compile(
                "<rect height=\"(\\d+)\" style=\"fill:rgb\\(0,114,178\\);stroke:none;\""
                    + " width=\"(\\d+)\" x=\"(\\d+)\" y=\"(\\d+)\"/>")
            .matcher(Files.readString(path));
    TreeMap<Integer, Integer> columns = new TreeMap<>();
    TreeMap<Integer, Integer> rows = new TreeMap<>();
    for (int k = 0; k < 7 * 13; k++) {
      assertTrue(cell.find(), "cell " + k);
      int x = Integer.parseInt(cell.group(3));
      int y = Integer.parseInt(cell.group(4));
      columns.put(x, x + Integer.parseInt(cell.group(2)));
      rows.put(y, y + Integer.parseInt(cell.group(1)));
    }
    assertOverlap(columns, 13, 110, 830);
    assertOverlap(rows, 7, 60, 440);
  }

  private static void assertOverlap(TreeMap<Integer, Integer> ends, int count, int from, int to) {
    assertEquals(count, ends.size());
    assertEquals(from, ends.firstKey());
    assertEquals(to, ends.lastEntry().getValue());
    ends.headMap(ends.lastKey())
        .forEach((begin, end) -> assertTrue(end > ends.higherKey(begin), begin + " to " + end));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1.1, 2", "2, 2", "3, 5", "5, 5", "5.1, 10", "0.03, 0.05", "700, 1000"})
  void aStepIsRoundAndNotBelowTheWidth(double width, double step) {
    assertEquals(step, Style.roundStep(width), 1e-12 * step);
  }
}
