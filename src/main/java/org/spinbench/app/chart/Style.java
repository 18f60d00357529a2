package org.spinbench.app.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.text.AttributedString;
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
  };

  static final Color CLASS_0 = COLOURS[0];
  static final Color CLASS_1 = COLOURS[1];
  static final Color TRANSPARENT = new Color(0, 0, 0, 0);

  private static final Color GRID = new Color(0xE2E2E2);
  private static final Color INK = new Color(0x303030);
  private static final BasicStroke NO_LINE = new BasicStroke(0);
  private static final BasicStroke LINE = new BasicStroke(1.6f);

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
    chart
        .getStyler()
        .setAxisTitleFont(font(15))
        .setAxisTickLabelsFont(font(13))
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
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
