package org.spinbench.app.chart;

import java.util.Base64;
import java.util.function.BiConsumer;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Points and lines over two axes as a picture that a page of HTML holds within itself. */
public final class PagePlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;

  /** Largest number of points in a picture of lines, in which each takes 0.4 kB of the page. */
  static final int MOST_POINTS = 300;

  private final XYChart chart;
  private int size;

  /**
   * An empty plot.
   *
   * @param title above it
   * @param x quantity and unit along it
   * @param y quantity and unit beside it
   */
  public PagePlot(String title, String x, String y) {
    chart = Style.chart(title, x, y, WIDTH, HEIGHT);
    chart.getStyler().setMarkerSize(4).setChartTitleFont(Style.font(16));
  }

  /** Makes the axis along it logarithmic, between two values above zero. */
  public PagePlot logarithmic(double from, double to) {
    chart.getStyler().setXAxisLogarithmic(true).setXAxisMin(from).setXAxisMax(to);
    return this;
  }

  /** Makes the axis beside it show 0 to 100 %. */
  public PagePlot percent() {
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    return this;
  }

  /** Adds points without a line. */
  public PagePlot points(String name, double[] x, double[] y) {
    return add(name, x, y, (s, i) -> Style.points(s, Style.colour(i), SeriesMarkers.CIRCLE));
  }

  /** Adds a line through points. */
  public PagePlot line(String name, double[] x, double[] y) {
    return add(name, x, y, (s, i) -> Style.line(s, Style.colour(i), true));
  }

  private PagePlot add(String name, double[] x, double[] y, BiConsumer<XYSeries, Integer> style) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          name + " has " + x.length + " abscissae for " + y.length + " ordinates");
    }
    size += x.length;
    if (x.length > 0) {
      style.accept(chart.addSeries(name, x, y), chart.getSeriesCollection().size() - 1);
    }
    return this;
  }

  /** What the plot shows. */
  public String title() {
    return chart.getTitle();
  }

  /** Width in the page, CSS pixels. */
  public int width() {
    return WIDTH;
  }

  /**
   * The picture as the source of an image: an address that contains it. It consists of lines, which
   * a reader can enlarge and take into a paper, or of dots if its points would make the page large.
   */
  public String source() {
    return size <= MOST_POINTS ? address("svg+xml", drawn(Canvas.lines(WIDTH, HEIGHT))) : dots();
  }

  /** The same, of dots. */
  String dots() {
    return address("png", drawn(Canvas.sharp(WIDTH, HEIGHT)));
  }

  private byte[] drawn(Canvas page) {
    Style.paint(chart, page, 0, 0);
    return page.bytes();
  }

  private static String address(String type, byte[] picture) {
    return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(picture);
  }
}
