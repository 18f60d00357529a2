package org.spinbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.text.AttributedString;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The common look of all charts. */
final class Style {
  /** Colours that stay apart for most colour-blind readers (Okabe and Ito). */
  private static final Color[] COLOURS = {
    new Color(0x0072B2),
    new Color(0xD55E00),
    new Color(0x009E73),
    new Color(0xCC79A7),
    new Color(0x8C6D1F),
    new Color(0x56B4E9),
    new Color(0x303030),
  };

  static final Color CLASS_0 = COLOURS[0];
  static final Color CLASS_1 = COLOURS[1];
  static final Color TRANSPARENT = new Color(0, 0, 0, 0);

  private static final Color GRID = new Color(0xE2E2E2);
  private static final Color INK = new Color(0x303030);
  private static final BasicStroke NO_LINE = new BasicStroke(0);
  private static final BasicStroke LINE = new BasicStroke(1.6f);
  private static final BasicStroke WIDE_LINE = new BasicStroke(3.6f);

  /** Ticks without zeros that say nothing. */
  private static final String DECIMALS = "0.##########";

  /** A series that is not drawn, and where it lies: no equal spacing has a point there. */
  private static final String BETWEEN = "between the points";

  private static final double UNEVEN = (3 - Math.sqrt(5)) / 2;

  private Style() {}

  static Color colour(int index) {
    return COLOURS[index % COLOURS.length];
  }

  static Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  static XYChart chart(String title, String x, String y, int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart
        .getStyler()
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartTitleFont(font(18))
        .setChartTitleBoxVisible(false)
        .setChartTitlePadding(10)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderColor(INK)
        .setLegendFont(font(14))
        .setLegendBorderColor(GRID)
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Horizontal)
        .setLocale(Locale.ROOT);
    chart.getStyler().setXAxisDecimalPattern(DECIMALS).setYAxisDecimalPattern(DECIMALS);
    chart
        .getStyler()
        .setAxisTitleFont(font(15))
        .setAxisTickLabelsFont(font(13))
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setAxisTicksLineVisible(false)
        .setXAxisTickMarkSpacingHint(80)
        .setYAxisTickMarkSpacingHint(50);
    return chart;
  }

  /** 1, 2 or 5 times a power of ten, not below a width. */
  static double roundStep(double width) {
    double decade = StrictMath.pow(10, Math.floor(StrictMath.log10(width)));
    double digits = width / decade;
    return (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10) * decade;
  }

  /**
   * Puts the ticks along a chart at round numbers. XChart puts those of equally spaced points at
   * some of the points. A series that is not drawn and lies between them prevents that.
   */
  static void roundTicks(XYChart chart) {
    double[] x =
        chart.getSeriesCollection().stream()
            .filter(XYSeries::isEnabled)
            .flatMapToDouble(series -> Arrays.stream(series.getXData()))
            .toArray();
    boolean numbers = chart.getStyler().getXAxisTickLabelsFormattingFunction() == null;
    if (numbers && x.length > 0 && chart.getSeries(BETWEEN) == null) {
      double low = Arrays.stream(x).min().getAsDouble();
      double high = Arrays.stream(x).max().getAsDouble();
      double[] between = {low + (high - low) * UNEVEN};
      chart.addSeries(BETWEEN, between, new double[1]).setEnabled(false).setShowInLegend(false);
    }
  }

  /** Points without a line. */
  static void points(XYSeries series, Color colour, Marker marker) {
    series.setMarker(marker).setMarkerColor(colour);
    series.setLineStyle(NO_LINE).setLineColor(TRANSPARENT);
  }

  /** A line without points. */
  static void line(XYSeries series, Color colour, boolean inLegend) {
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(LINE).setLineColor(colour).setShowInLegend(inLegend);
  }

  /** Widens a line, so that it shows below another one where both are the same. */
  static void widen(XYSeries series) {
    series.setLineStyle(WIDE_LINE);
  }

  /**
   * Writes a text in as many lines as it takes.
   *
   * @param y of the first base line
   * @return base line below the last line
   */
  static int paragraph(Graphics2D graphics, String text, int x, int y, int width) {
    AttributedString attributed = new AttributedString(text);
    attributed.addAttribute(TextAttribute.FONT, graphics.getFont());
    LineBreakMeasurer lines =
        new LineBreakMeasurer(attributed.getIterator(), graphics.getFontRenderContext());
    float below = y;
    while (lines.getPosition() < text.length()) {
      TextLayout line = lines.nextLayout(width);
      line.draw(graphics, x, below);
      below += 1.2f * (line.getAscent() + line.getDescent());
    }
    return Math.round(below);
  }

  static void paint(XYChart chart, Canvas page, int x, int y) {
    Footer.paint(chart, page, x, y, List.of());
  }
}
