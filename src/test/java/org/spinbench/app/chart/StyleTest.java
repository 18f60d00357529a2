package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.XYChart;

class StyleTest {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 420;

  /** Where the grid lines of the axis along a chart of equally spaced points stand. */
  private static List<Double> ticks(double first, double spacing, int points) throws IOException {
    double[] x = IntStream.range(0, points).mapToDouble(k -> first + k * spacing).toArray();
    XYChart chart = Style.chart("", "frequency (MHz)", "y", WIDTH, HEIGHT);
    Style.line(chart.addSeries("spectrum", x, new double[points]), Color.RED, false);
    chart.getStyler().setPlotGridHorizontalLinesVisible(false).setLegendVisible(false);
    Canvas page = Canvas.scratch(WIDTH, HEIGHT);
    Style.paint(chart, page, 0, 0);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(page.bytes()));
    List<Double> ticks = new ArrayList<>();
    int last = (int) chart.getScreenXFromChart(x[points - 1]) + 2;
    int from = -1;
    for (int column = (int) chart.getScreenXFromChart(first) - 2; column <= last; column++) {
      boolean line = picture.getRGB(column, HEIGHT / 4) != Color.WHITE.getRGB();
      if (line && from < 0) {
        from = column;
      } else if (!line && from >= 0) {
        ticks.add(chart.getChartXFromCoordinate((from + column) / 2));
        from = -1;
      }
    }
    return ticks;
  }

  /** The bins of a spectrum of 128 ns, an axis that begins at zero, one that is far from it. */
  @ParameterizedTest
  @CsvSource({
    "7.8125, 7.8125, 224, 200",
    "0, 7.8125, 225, 200",
    "3, 1.7, 40, 5",
    "-0.6, 0.15, 9, 0.1",
    "5960, 0.1, 400, 5",
    "0.02, 0.00001, 7000, 0.005",
  })
  void ticksStandAtRoundNumbers(double first, double spacing, int points, double step)
      throws IOException {
    List<Double> ticks = ticks(first, spacing, points);
    double dot = spacing * points / 800;
    assertTrue(ticks.size() >= 4, ticks.toString());
    double from = step * Math.round(ticks.get(0) / step);
    for (int k = 0; k < ticks.size(); k++) {
      assertEquals(from + k * step, ticks.get(k), 2 * dot, ticks.toString());
    }
  }

  @Test
  void aStepIsOneTwoOrFiveTimesAPowerOfTen() {
    assertEquals(200, Style.roundStep(156.25), 0);
    assertEquals(50, Style.roundStep(20.1), 0);
    assertEquals(0.01, Style.roundStep(0.0051), 1e-17);
    assertEquals(1, Style.roundStep(1), 0);
  }
}
