package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.None;

/**
 * What stands below a plot: names of the places along its axis, and a legend in as many rows as it
 * takes. XChart's own legend has one row, which the edges of the picture cut where it is too long.
 */
final class Footer {
  private static final int MARGIN = 20;
  private static final int SYMBOL = 30;
  private static final int GAP = 24;
  private static final int ROW = 24;

  /** Names of places that do not fit side by side are tilted by so much. */
  private static final double TILT = Math.PI / 4;

  private static final Color INK = new Color(0x303030);

  private final XYChart chart;
  private final List<String> names;
  private final List<List<XYSeries>> rows;
  private final FontMetrics legendText;
  private final FontMetrics nameText;

  private Footer(XYChart chart, List<String> names, Graphics2D graphics) {
    this.chart = chart;
    this.names = names;
    legendText = graphics.getFontMetrics(Style.font(14));
    nameText = graphics.getFontMetrics(Style.font(13));
    rows = chart.getStyler().isLegendVisible() ? rows() : List.of();
  }

  /**
   * Paints a chart.
   *
   * @param names of the places 1, 2, 3 and so on along its axis; none for an axis of numbers
   */
  static void paint(XYChart chart, Canvas page, int x, int y, List<String> names) {
    Style.roundTicks(chart);
    Graphics2D graphics = page.graphics();
    graphics.translate(x, y);
    Footer footer = new Footer(chart, names, graphics);
    if (names.isEmpty() && footer.rows.size() < 2) {
      chart.paint(graphics, chart.getWidth(), chart.getHeight());
    } else {
      footer.paint(graphics);
    }
    graphics.dispose();
  }

  private List<List<XYSeries>> rows() {
    List<List<XYSeries>> found = new ArrayList<>();
    int used = Integer.MAX_VALUE;
    for (XYSeries series : chart.getSeriesCollection()) {
      if (!series.isShowInLegend()) {
        continue;
      }
      int width = width(series);
      if (used > available() - width) {
        found.add(new ArrayList<>());
        used = 0;
      }
      found.get(found.size() - 1).add(series);
      used += width;
    }
    return found;
  }

  private int available() {
    return chart.getWidth() - 2 * MARGIN;
  }

  private int width(XYSeries series) {
    return SYMBOL + legendText.stringWidth(series.getLabel()) + GAP;
  }

  private void paint(Graphics2D graphics) {
    int namesHeight = namesHeight();
    int height = chart.getHeight() - namesHeight - ROW * rows.size() - (rows.isEmpty() ? 0 : 8);
    boolean legend = chart.getStyler().isLegendVisible();
    chart.getStyler().setLegendVisible(false);
    chart.paint(graphics, chart.getWidth(), height);
    chart.getStyler().setLegendVisible(legend);
    graphics.setColor(INK);
    names(graphics, height);
    int line = height + namesHeight + ROW - 8;
    for (List<XYSeries> row : rows) {
      row(graphics, row, line);
      line += ROW;
    }
  }

  /** About the distance between places. */
  private double apart() {
    return 0.85 * chart.getWidth() / (names.size() + 1);
  }

  private boolean tilted() {
    double place = apart();
    return names.stream().anyMatch(name -> nameText.stringWidth(name) > place - 8);
  }

  private int namesHeight() {
    if (names.isEmpty()) {
      return 0;
    }
    int longest = names.stream().mapToInt(nameText::stringWidth).max().orElse(0);
    return tilted() ? (int) (StrictMath.sin(TILT) * longest) + ROW : ROW;
  }

  /** Each name ends or stands below its place; of very many, only some are named. */
  private void names(Graphics2D graphics, int bottom) {
    graphics.setFont(Style.font(13));
    boolean tilted = tilted();
    int every = (int) Math.max(1, Math.ceil(ROW / apart()));
    for (int i = 0; i < names.size(); i += every) {
      double place = chart.getScreenXFromChart(i + 1.0);
      int width = nameText.stringWidth(names.get(i));
      Graphics2D at = (Graphics2D) graphics.create();
      at.translate(place, bottom + (tilted ? 4 : 12));
      if (tilted) {
        at.rotate(-TILT);
        at.drawString(names.get(i), -width, 6);
      } else {
        at.drawString(names.get(i), -width / 2, 0);
      }
      at.dispose();
    }
  }

  private void row(Graphics2D graphics, List<XYSeries> row, int line) {
    int x = (chart.getWidth() - row.stream().mapToInt(this::width).sum() + GAP) / 2;
    for (XYSeries series : row) {
      int middle = line - legendText.getAscent() / 2 + 2;
      if (series.getLineStyle().getLineWidth() > 0) {
        graphics.setStroke(series.getLineStyle());
        graphics.setColor(series.getLineColor());
        graphics.drawLine(x, middle, x + SYMBOL - 8, middle);
      }
      if (!(series.getMarker() instanceof None)) {
        graphics.setColor(series.getMarkerColor());
        series.getMarker().paint(graphics, x + (SYMBOL - 8) / 2.0, middle, 8);
      }
      graphics.setColor(INK);
      graphics.setFont(Style.font(14));
      graphics.drawString(series.getLabel(), x + SYMBOL, line);
      x += width(series);
    }
  }
}
