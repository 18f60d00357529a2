package org.spinbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The learned decision map: emitted power as colour over the two input powers, the line where the
 * decision changes, and the test samples.
 */
public final class DecisionChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 900;
  private static final int BAR_WIDTH = 120;

  /** The colour scale reaches this far to both sides of the decision power, dB. */
  private static final double RANGE_DB = 10;

  /** Part of the decision power that stands for no power at all. */
  private static final double SMALLEST = 1e-6;

  private static final Color SIDE_0 = new Color(0x9CC7E4);
  private static final Color MIDDLE = new Color(0xFBFBF7);
  private static final Color SIDE_1 = new Color(0xF5B98A);

  private final DecisionMap map;
  private final double[][] level;
  private final XYChart chart;
  private final Canvas page;

  private DecisionChart(DecisionMap map, Canvas page) {
    this.map = map;
    this.page = page;
    level = decibels(map);
    chart =
        Style.chart(map.title(), "power of input 1 (µW)", "power of input 2 (µW)", WIDTH, HEIGHT);
    chart
        .getStyler()
        .setXAxisMin(map.low1() * 1e6)
        .setXAxisMax(map.high1() * 1e6)
        .setYAxisMin(map.low2() * 1e6)
        .setYAxisMax(map.high2() * 1e6)
        .setPlotGridLinesVisible(false)
        .setChartBackgroundColor(Style.TRANSPARENT)
        .setPlotBackgroundColor(Style.TRANSPARENT)
        .setPlotContentSize(1)
        .setMarkerSize(7);
    points("class 0", Style.CLASS_0, SeriesMarkers.CIRCLE, p -> p.label() == 0 && right(p));
    points("class 1", Style.CLASS_1, SeriesMarkers.TRIANGLE_UP, p -> p.label() == 1 && right(p));
    points("class 0, wrong", Color.BLACK, SeriesMarkers.CIRCLE, p -> p.label() == 0 && !right(p));
    points(
        "class 1, wrong", Color.BLACK, SeriesMarkers.TRIANGLE_UP, p -> p.label() == 1 && !right(p));
  }

  /** Draws a decision map into a file; its name says in which format. */
  public static void write(DecisionMap map, PictureFile file) {
    Canvas page = Canvas.of(file, WIDTH + BAR_WIDTH, HEIGHT);
    new DecisionChart(map, page).draw();
    page.write(file);
  }

  private static boolean right(DecisionMap.Point point) {
    return point.label() == point.decided();
  }

  private void points(
      String name, Color colour, Marker marker, Predicate<DecisionMap.Point> which) {
    List<DecisionMap.Point> chosen = map.points().stream().filter(which).toList();
    if (chosen.isEmpty()) {
      return;
    }
    double[] x = chosen.stream().mapToDouble(p -> p.power1() * 1e6).toArray();
    double[] y = chosen.stream().mapToDouble(p -> p.power2() * 1e6).toArray();
    var series = chart.addSeries(name, x, y);
    Style.points(series, colour, marker);
    series.setLabel(name + " (" + chosen.size() + ")");
  }

  private void draw() {
    // The first painting settles where the axes are; it goes to a page of its own.
    Style.paint(chart, Canvas.scratch(WIDTH, HEIGHT), 0, 0);
    Rectangle2D plot = plotArea();
    Graphics2D graphics = page.graphics();
    colours(graphics, plot);
    contour(graphics, plot);
    colourBar(graphics, plot);
    graphics.dispose();
    Style.paint(chart, page, 0, 0);
  }

  private Rectangle2D plotArea() {
    double left = chart.getScreenXFromChart(map.low1() * 1e6);
    double right = chart.getScreenXFromChart(map.high1() * 1e6);
    double bottom = chart.getScreenYFromChart(map.low2() * 1e6);
    double top = chart.getScreenYFromChart(map.high2() * 1e6);
    return new Rectangle2D.Double(left, top, right - left, bottom - top);
  }

  private void colours(Graphics2D graphics, Rectangle2D plot) {
    int left = (int) plot.getMinX();
    int top = (int) plot.getMinY();
    int width = (int) Math.ceil(plot.getMaxX()) - left;
    int height = (int) Math.ceil(plot.getMaxY()) - top;
    BufferedImage area = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      double row = (plot.getMaxY() - top - y - 0.5) / plot.getHeight() * (rows() - 1);
      for (int x = 0; x < width; x++) {
        double column = (left + x + 0.5 - plot.getMinX()) / plot.getWidth() * (columns() - 1);
        line[x] = colour(between(column, row));
      }
      area.setRGB(0, y, width, 1, line, 0, width);
    }
    graphics.drawImage(area, left, top, null);
  }

  private int columns() {
    return level[0].length;
  }

  private int rows() {
    return level.length;
  }

  /** Output over the decision power between grid nodes, dB. */
  private double between(double column, double row) {
    int i = Math.max(0, Math.min((int) column, columns() - 2));
    int j = Math.max(0, Math.min((int) row, rows() - 2));
    double u = column - i;
    double v = row - j;
    return (1 - v) * ((1 - u) * level[j][i] + u * level[j][i + 1])
        + v * ((1 - u) * level[j + 1][i] + u * level[j + 1][i + 1]);
  }

  /** Output over the decision power at the nodes of the grid, dB. */
  private static double[][] decibels(DecisionMap map) {
    return Arrays.stream(map.output())
        .map(row -> Arrays.stream(row).map(power -> decibels(power, map)).toArray())
        .toArray(double[][]::new);
  }

  private static double decibels(double power, DecisionMap map) {
    return 10 * StrictMath.log10(Math.max(power / map.decisionPower(), SMALLEST));
  }

  /** Red, green and blue, of eight bits each. */
  private static int colour(double decibels) {
    double share = Math.min(Math.abs(decibels) / RANGE_DB, 1);
    Color end = decibels < 0 ? SIDE_0 : SIDE_1;
    return mix(MIDDLE.getRed(), end.getRed(), share) << 16
        | mix(MIDDLE.getGreen(), end.getGreen(), share) << 8
        | mix(MIDDLE.getBlue(), end.getBlue(), share);
  }

  private static int mix(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }

  /** The line where the decision changes, by marching through the squares of the grid. */
  private void contour(Graphics2D graphics, Rectangle2D plot) {
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(2));
    graphics.setClip(plot);
    double width = plot.getWidth() / (columns() - 1);
    double height = plot.getHeight() / (rows() - 1);
    for (int j = 0; j + 1 < rows(); j++) {
      for (int i = 0; i + 1 < columns(); i++) {
        for (double[] piece : crossings(i, j)) {
          graphics.draw(
              new Line2D.Double(
                  plot.getMinX() + piece[0] * width,
                  plot.getMaxY() - piece[1] * height,
                  plot.getMinX() + piece[2] * width,
                  plot.getMaxY() - piece[3] * height));
        }
      }
    }
    graphics.setClip(null);
  }

  /** Pieces of the zero line in one square, as x, y, x, y in grid units. */
  private List<double[]> crossings(int i, int j) {
    double[][] corners = {
      {i, j, level[j][i]},
      {i + 1, j, level[j][i + 1]},
      {i + 1, j + 1, level[j + 1][i + 1]},
      {i, j + 1, level[j + 1][i]}
    };
    double[] found = new double[8];
    int count = 0;
    for (int k = 0; k < 4; k++) {
      double[] a = corners[k];
      double[] b = corners[(k + 1) % 4];
      if (a[2] < 0 != b[2] < 0) {
        double t = a[2] / (a[2] - b[2]);
        found[count++] = a[0] + t * (b[0] - a[0]);
        found[count++] = a[1] + t * (b[1] - a[1]);
      }
    }
    return switch (count) {
      case 4 -> List.of(new double[] {found[0], found[1], found[2], found[3]});
      case 8 ->
          List.of(
              new double[] {found[0], found[1], found[2], found[3]},
              new double[] {found[4], found[5], found[6], found[7]});
      default -> List.of();
    };
  }

  private void colourBar(Graphics2D graphics, Rectangle2D plot) {
    int x = WIDTH + 8;
    int top = (int) plot.getMinY();
    int height = (int) plot.getHeight();
    for (int y = 0; y < height; y++) {
      graphics.setColor(new Color(colour(RANGE_DB * (1 - 2.0 * y / height))));
      graphics.fillRect(x, top + y, 22, y + 1 < height ? 1 + HeatMap.OVERLAP : 1);
    }
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke(1));
    graphics.drawRect(x, top, 22, height);
    graphics.drawLine(x, top + height / 2, x + 22, top + height / 2);
    graphics.setFont(Style.font(13));
    for (int db = -10; db <= 10; db += 5) {
      int y = top + (int) Math.round(height * (0.5 - db / (2 * RANGE_DB)));
      graphics.drawString((db > 0 ? "+" : "") + db + " dB", x + 28, y + 5);
    }
    Font font = Style.font(15);
    graphics.setFont(font);
    var turned = (Graphics2D) graphics.create();
    turned.rotate(-Math.PI / 2, x + 100, top + height / 2.0);
    String text =
        String.format(
            Locale.ROOT,
            "emitted power over the decision power, %.3g µW",
            map.decisionPower() * 1e6);
    int width = turned.getFontMetrics().stringWidth(text);
    turned.drawString(text, x + 100 - width / 2, top + height / 2);
    turned.dispose();
  }
}
