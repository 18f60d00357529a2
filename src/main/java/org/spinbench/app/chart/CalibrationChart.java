package org.spinbench.app.chart;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Curve;

/**
 * The curves of a calibration, readings as points and the fitted responses as lines: one panel for
 * each kind of curve.
 */
public final class CalibrationChart {
  private static final int PANEL_WIDTH = 760;
  private static final int PANEL_HEIGHT = 560;

  private CalibrationChart() {}

  /** Draws the curves of a calibration into a PNG file. */
  public static void write(Calibration calibration, Path file) {
    List<Curve.Kind> kinds =
        calibration.curves().stream().map(Curve::kind).distinct().sorted().toList();
    int columns = kinds.size() > 1 ? 2 : 1;
    int rows = Math.max(1, (kinds.size() + columns - 1) / columns);
    BufferedImage page = Style.page(columns * PANEL_WIDTH, rows * PANEL_HEIGHT);
    for (int i = 0; i < kinds.size(); i++) {
      Curve.Kind kind = kinds.get(i);
      List<Curve> curves = calibration.curves().stream().filter(c -> c.kind() == kind).toList();
      Style.paint(panel(kind, curves), page, i % columns * PANEL_WIDTH, i / columns * PANEL_HEIGHT);
    }
    Style.write(page, file);
  }

  private static XYChart panel(Curve.Kind kind, List<Curve> curves) {
    Axes axes = Axes.of(kind);
    XYChart chart = Style.chart(axes.title, axes.x, axes.y, PANEL_WIDTH, PANEL_HEIGHT);
    chart.getStyler().setMarkerSize(5);
    for (int i = 0; i < curves.size(); i++) {
      add(chart, curves.get(i), axes, i);
    }
    return chart;
  }

  private static void add(XYChart chart, Curve curve, Axes axes, int index) {
    List<Curve.Point> points =
        curve.points().stream().sorted(Comparator.comparingDouble(Curve.Point::x)).toList();
    if (points.isEmpty()) {
      return;
    }
    double[] x = points.stream().mapToDouble(p -> p.x() * axes.xScale).toArray();
    double[] y = points.stream().mapToDouble(p -> p.y() * axes.yScale).toArray();
    double[] model = points.stream().mapToDouble(p -> p.model() * axes.yScale).toArray();
    String unique = curve.device() + " " + index;
    Style.line(chart.addSeries(unique + ", fit", x, model), Style.colour(index), false);
    var readings = chart.addSeries(unique, x, y);
    Style.points(readings, Style.colour(index), SeriesMarkers.CIRCLE);
    readings.setLabel(curve.device());
  }

  /** What a kind of curve shows, in the units in which people read it. */
  private record Axes(String title, String x, double xScale, String y, double yScale) {
    static Axes of(Curve.Kind kind) {
      return switch (kind) {
        case RESONANCE ->
            new Axes("Rectification", "tone frequency (MHz)", 1e-6, "chain voltage (mV)", 1e3);
        case TUNING ->
            new Axes(
                "Tuning by field line", "field-line current (mA)", 1e3, "chain voltage (mV)", 1e3);
        case EMITTED_POWER ->
            new Axes("Emission", "bias current (mA)", 1e3, "emitted power (µW)", 1e6);
        case EMISSION_FREQUENCY ->
            new Axes("Frequency of emission", "bias current (mA)", 1e3, "frequency (MHz)", 1e-6);
      };
    }
  }
}
