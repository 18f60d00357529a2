package org.spinbench.app.chart;

import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The quantities that a network answered over those that were asked for. */
public final class QuantityChart {
  private static final int SIDE = 800;

  private QuantityChart() {}

  /**
   * What is drawn.
   *
   * @param title what was learned
   * @param targets true quantities, in their own unit
   * @param answers what the chip answered to each
   * @param tolerance largest error that counts as right
   */
  public record Data(String title, double[] targets, double[] answers, double tolerance) {}

  /** Draws answers into a file, with the band in which they count as right. */
  public static void write(Data data, PictureFile file) {
    XYChart chart = Style.chart(data.title(), "true quantity", "answered", SIDE, SIDE);
    chart.getStyler().setMarkerSize(7);
    double low = Arrays.stream(data.targets()).min().orElse(0);
    double high = Arrays.stream(data.targets()).max().orElse(1);
    double[] ends = {low, high};
    for (int side = -1; side <= 1; side += 2) {
      double off = side * data.tolerance();
      String name = side < 0 ? "tolerance, below" : "tolerance, above";
      var line = chart.addSeries(name, ends, new double[] {low + off, high + off});
      Style.line(line, Style.colour(2), false);
      line.setShowInLegend(side < 0);
      line.setLabel("tolerance");
    }
    points(chart, data, true, "right", Style.CLASS_0);
    points(chart, data, false, "wrong", Color.BLACK);
    Canvas page = Canvas.of(file, SIDE, SIDE);
    Style.paint(chart, page, 0, 0);
    page.write(file);
  }

  private static void points(XYChart chart, Data data, boolean right, String name, Color colour) {
    int[] chosen =
        IntStream.range(0, data.targets().length)
            .filter(
                i -> Math.abs(data.answers()[i] - data.targets()[i]) <= data.tolerance() == right)
            .toArray();
    if (chosen.length == 0) {
      return;
    }
    double[] x = Arrays.stream(chosen).mapToDouble(i -> data.targets()[i]).toArray();
    double[] y = Arrays.stream(chosen).mapToDouble(i -> data.answers()[i]).toArray();
    var series = chart.addSeries(name, x, y);
    Style.points(series, colour, SeriesMarkers.CIRCLE);
    series.setLabel(name + " (" + chosen.length + ")");
  }
}
