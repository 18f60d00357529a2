package org.spinbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Points, lines and bands over two linear axes as an SVG element, to stand in a page by itself. */
public final class SvgPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 260;
  private static final int LEFT = 70;

  /** Least room for the legend, and what a name takes beside its letters. */
  private static final int RIGHT = 150;

  private static final int BESIDE_NAME = 34;

  /** Widest mean width of a letter of a legend. */
  private static final int LETTER = 7;

  private static final int TOP = 34;
  private static final int BOTTOM = 44;
  private static final int TICKS = 6;

  /** More points than this are thinned: nobody sees them one by one. */
  private static final int MOST_POINTS = 800;

  private record Series(String name, double[] x, double[] y, boolean line) {}

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Series> series = new ArrayList<>();
  private double lowX = Double.POSITIVE_INFINITY;
  private double highX = Double.NEGATIVE_INFINITY;
  private double lowY = Double.POSITIVE_INFINITY;
  private double highY = Double.NEGATIVE_INFINITY;

  /**
   * An empty plot.
   *
   * @param title above it
   * @param xLabel quantity and unit along it
   * @param yLabel quantity and unit beside it
   */
  public SvgPlot(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** Adds points without a line. */
  public SvgPlot points(String name, double[] x, double[] y) {
    return add(new Series(name, x.clone(), y.clone(), false));
  }

  /** Adds a line through points. */
  public SvgPlot line(String name, double[] x, double[] y) {
    return add(new Series(name, x.clone(), y.clone(), true));
  }

  private SvgPlot add(Series one) {
    if (one.x.length != one.y.length) {
      throw new IllegalArgumentException(
          one.name + " has " + one.x.length + " abscissae for " + one.y.length + " ordinates");
    }
    series.add(one);
    for (int i = 0; i < one.x.length; i++) {
      lowX = Math.min(lowX, one.x[i]);
      highX = Math.max(highX, one.x[i]);
      lowY = Math.min(lowY, one.y[i]);
      highY = Math.max(highY, one.y[i]);
    }
    return this;
  }

  /** The element. */
  public String svg() {
    widen();
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\" role=\"img\">%n<title>%s</title>%n",
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        escaped(title));
    text(svg, LEFT, 18, "start", "font-size=\"14\" fill=\"#303030\"", title);
    grid(svg);
    for (int s = 0; s < series.size(); s++) {
      draw(svg, series.get(s), colour(s));
      int y = TOP + 14 + 20 * s;
      add(
          svg,
          "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>%n",
          right() + 14,
          y - 4,
          colour(s));
      text(svg, right() + 24, y, "start", "fill=\"#303030\"", series.get(s).name);
    }
    return svg.append("</svg>\n").toString();
  }

  /** Room on all sides, also for a range that is a single value. */
  private void widen() {
    if (!(lowX <= highX)) {
      lowX = 0;
      highX = 1;
      lowY = 0;
      highY = 1;
    }
    double x = highX > lowX ? 0 : Math.max(1e-12, Math.abs(lowX));
    lowX -= x;
    highX += x;
    double y = highY > lowY ? 0.06 * (highY - lowY) : Math.max(1e-12, Math.abs(lowY));
    lowY -= y;
    highY += y;
  }

  private void grid(StringBuilder svg) {
    int right = right();
    int bottom = HEIGHT - BOTTOM;
    double stepX = step(highX - lowX);
    for (double at = stepX * Math.ceil(lowX / stepX); at <= highX; at += stepX) {
      line(svg, x(at), TOP, x(at), bottom, "#e2e2e2");
      text(svg, x(at), bottom + 16, "middle", "fill=\"#303030\"", number(at, stepX));
    }
    double stepY = step(highY - lowY);
    for (double at = stepY * Math.ceil(lowY / stepY); at <= highY; at += stepY) {
      line(svg, LEFT, y(at), right, y(at), "#e2e2e2");
      text(svg, LEFT - 6, y(at) + 4, "end", "fill=\"#303030\"", number(at, stepY));
    }
    add(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#303030\"/>%n",
        LEFT,
        TOP,
        right - LEFT,
        bottom - TOP);
    text(svg, (LEFT + right) / 2.0, HEIGHT - 8, "middle", "fill=\"#303030\"", xLabel);
    String turned =
        String.format(
            Locale.ROOT, "fill=\"#303030\" transform=\"rotate(-90 16 %d)\"", (TOP + bottom) / 2);
    text(svg, 16, (TOP + bottom) / 2.0, "middle", turned, yLabel);
  }

  private void draw(StringBuilder svg, Series one, String colour) {
    int every = Math.max(1, (one.x.length + MOST_POINTS - 1) / MOST_POINTS);
    if (one.line) {
      add(svg, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"", colour);
    }
    for (int i = 0; i < one.x.length; i += every) {
      if (one.line) {
        add(svg, "%.1f,%.1f ", x(one.x[i]), y(one.y[i]));
      } else {
        add(
            svg,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\" fill=\"%s\" fill-opacity=\"0.6\"/>%n",
            x(one.x[i]),
            y(one.y[i]),
            colour);
      }
    }
    if (one.line) {
      add(svg, "\"/>%n");
    }
  }

  /** Where the axes end, so that the longest name of the legend has room beside them. */
  private int right() {
    int longest = series.stream().mapToInt(one -> one.name.length()).max().orElse(0);
    return WIDTH - Math.max(RIGHT, BESIDE_NAME + LETTER * longest);
  }

  private double x(double value) {
    return LEFT + (right() - LEFT) * (value - lowX) / (highX - lowX);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - lowY) / (highY - lowY);
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double step(double range) {
    double rough = range / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double part = rough / power;
    return power * (part > 5 ? 10 : part > 2 ? 5 : part > 1 ? 2 : 1);
  }

  private static String number(double value, double step) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    boolean zero = Math.abs(value) < step / 2;
    return String.format(Locale.ROOT, "%." + Math.min(digits, 12) + "f", zero ? 0.0 : value);
  }

  private static String colour(int index) {
    return String.format(Locale.ROOT, "#%06x", Style.colour(index).getRGB() & 0xffffff);
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    add(
        svg,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        x1,
        y1,
        x2,
        y2,
        colour);
  }

  private static void text(
      StringBuilder svg, double x, double y, String anchor, String style, String text) {
    add(
        svg,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
        x,
        y,
        anchor,
        style,
        escaped(text));
  }

  /** Text as it stands in a page. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
