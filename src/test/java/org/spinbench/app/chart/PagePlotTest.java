package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PagePlotTest {
  private static final String HEAD = "data:image/png;base64,";

  private static BufferedImage drawn(PagePlot plot) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(content(plot.dots(), HEAD)));
  }

  private static byte[] content(String source, String head) {
    assertTrue(source.startsWith(head), source);
    return Base64.getDecoder().decode(source.substring(head.length()));
  }

  /** The middle of what has a colour above the legend, in pixels from the left and from the top. */
  private static double[] middle(BufferedImage picture, Color colour) {
    double[] sum = new double[3];
    for (int y = 0; y < picture.getHeight() * 3 / 4; y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        if (picture.getRGB(x, y) == colour.getRGB()) {
          sum[0] += x;
          sum[1] += y;
          sum[2]++;
        }
      }
    }
    assertTrue(sum[2] > 0, "nothing has the colour " + colour);
    return new double[] {sum[0] / sum[2], sum[1] / sum[2]};
  }

  /** Three series of one point each: the second lies in the middle of the others. */
  @Test
  void pointsLieWhereTheyBelong() throws IOException {
    PagePlot plot = new PagePlot("a < b", "time (s)", "z");
    for (int k = 0; k < 3; k++) {
      plot.points("point " + k, new double[] {5 * k}, new double[] {k - 1});
    }
    BufferedImage picture = drawn(plot);
    assertEquals(2 * plot.width(), picture.getWidth());
    double[] low = middle(picture, Style.colour(0));
    double[] half = middle(picture, Style.colour(1));
    double[] high = middle(picture, Style.colour(2));
    assertTrue(low[0] + 1000 < high[0] && high[1] + 200 < low[1], "to the right and upwards");
    assertEquals((low[0] + high[0]) / 2, half[0], 2);
    assertEquals((low[1] + high[1]) / 2, half[1], 2);
  }

  /** On a logarithmic axis 10 lies in the middle between 1 and 100. */
  @Test
  void aLogarithmicAxisHasEqualDecades() throws IOException {
    PagePlot plot = new PagePlot("t", "x", "y").logarithmic(1, 100);
    plot.points("one", new double[] {1}, new double[] {1});
    plot.points("ten", new double[] {10}, new double[] {2});
    BufferedImage picture = drawn(plot.points("hundred", new double[] {100}, new double[] {3}));
    double ends = middle(picture, Style.colour(0))[0] + middle(picture, Style.colour(2))[0];
    assertEquals(ends / 2, middle(picture, Style.colour(1))[0], 2);
  }

  @Test
  void oneValueAndNoneCanBeDrawn() throws IOException {
    drawn(new PagePlot("none", "x", "y").points("nothing", new double[0], new double[0]));
    drawn(new PagePlot("one", "x", "y").line("l", new double[] {3}, new double[] {0}));
  }

  /** Each point is a shape in its colour, at the place that the picture of dots has it at. */
  @Test
  void aPageHoldsLines() throws IOException {
    PagePlot plot = new PagePlot("a < b", "time (s)", "z");
    for (int k = 0; k < 3; k++) {
      plot.points("point " + k, new double[] {5 * k}, new double[] {k - 1});
    }
    String svg =
        new String(content(plot.source(), "data:image/svg+xml;base64,"), StandardCharsets.UTF_8);
    assertTrue(svg.contains("viewBox=\"0 0 900 360\""), svg);
    BufferedImage picture = drawn(plot);
    for (int k = 0; k < 3; k++) {
      double[] dots = middle(picture, Style.colour(k));
      Color colour = Style.colour(k);
      Matcher shape =
          Pattern.compile(
                  "<ellipse cx=\"([\\d.]+)\" cy=\"([\\d.]+)\" [^>]*rgb\\("
                      + colour.getRed()
                      + ","
                      + colour.getGreen()
                      + ","
                      + colour.getBlue())
              .matcher(svg);
      assertTrue(shape.find(), svg);
      assertEquals(dots[0] / 2, Double.parseDouble(shape.group(1)), 1);
      assertEquals(dots[1] / 2, Double.parseDouble(shape.group(2)), 1);
    }
  }

  /** Of thousands of points a page holds dots, so that it does not grow with the run. */
  @Test
  void aPageStaysSmall() {
    assertTrue(line(PagePlot.MOST_POINTS).source().length() < 250_000);
    PagePlot large = line(PagePlot.MOST_POINTS + 1);
    assertEquals(large.dots(), large.source());
  }

  private static PagePlot line(int points) {
    double[] x = IntStream.range(0, points).asDoubleStream().toArray();
    return new PagePlot("t", "x", "y").points("many", x, x);
  }

  @Test
  void aLocaleMakesNoDifference() {
    Locale locale = Locale.getDefault();
    String before = sample().source();
    Locale.setDefault(Locale.FRANCE);
    try {
      assertEquals(before, sample().source());
    } finally {
      Locale.setDefault(locale);
    }
  }

  private static PagePlot sample() {
    return new PagePlot("t", "x", "y")
        .line("l", new double[] {0, 0.5}, new double[] {0.25, 1000.5});
  }

  @Test
  void abscissaeWithoutOrdinatesAreRefused() {
    PagePlot plot = new PagePlot("t", "x", "y");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> plot.points("p", new double[2], new double[3]));
    assertEquals("p has 2 abscissae for 3 ordinates", refused.getMessage());
  }
}
