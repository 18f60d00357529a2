package org.spinbench.app.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.damage.Dead;

/**
 * The curves of a calibration, readings as points and the fitted responses as lines: one panel for
 * each kind of curve.
 */
public final class CalibrationChart {
  private static final int PANEL_WIDTH = 760;
  private static final int PANEL_HEIGHT = 560;

  private CalibrationChart() {}

  /** Draws the curves of a calibration into a file. */
  public static void write(Calibration calibration, PictureFile file) {
    List<XYChart> panels = new ArrayList<>();
    for (Curve.Kind kind : Curve.Kind.values()) {
      List<Curve> curves = calibration.curves().stream().filter(c -> c.kind() == kind).toList();
      if (!curves.isEmpty()) {
        panels.add(panel(kind, curves, Dead.named(calibration)));
      }
      if (kind == Curve.Kind.TUNING && !curves.isEmpty()) {
        panels.add(resonances(calibration, curves));
      }
    }
    int rows = Math.max(1, (panels.size() + 1) / 2);
    Canvas page = Canvas.of(file, 2 * PANEL_WIDTH, rows * PANEL_HEIGHT);
    for (int i = 0; i < panels.size(); i++) {
      Style.paint(panels.get(i), page, i % 2 * PANEL_WIDTH, i / 2 * PANEL_HEIGHT);
    }
    page.write(file);
  }

  private static XYChart panel(Curve.Kind kind, List<Curve> curves, List<String> dead) {
    Axes axes = Axes.of(kind);
    XYChart chart = Style.chart(axes.title, axes.x, axes.y, PANEL_WIDTH, PANEL_HEIGHT);
    chart.getStyler().setMarkerSize(5);
    List<String> devices = curves.stream().map(Curve::device).distinct().toList();
    for (Curve curve : curves) {
      add(chart, curve, axes, devices.indexOf(curve.device()), dead);
    }
    return chart;
  }

  /** Readings as points and the fit as a line; a device has one colour and one legend entry. */
  private static void add(XYChart chart, Curve curve, Axes axes, int device, List<String> dead) {
    List<Curve.Point> points =
        curve.points().stream().sorted(Comparator.comparingDouble(Curve.Point::x)).toList();
    if (points.isEmpty()) {
      return;
    }
    double[] x = points.stream().mapToDouble(p -> p.x() * axes.xScale).toArray();
    double[] y = points.stream().mapToDouble(p -> p.y() * axes.yScale).toArray();
    double[] model = points.stream().mapToDouble(p -> p.model() * axes.yScale).toArray();
    boolean first = chart.getSeries(curve.device()) == null;
    String unique =
        first ? curve.device() : curve.device() + " " + chart.getSeriesCollection().size();
    Style.line(chart.addSeries(unique + ", fit", x, model), Style.colour(device), false);
    XYSeries readings = chart.addSeries(unique, x, y);
    Style.points(readings, Style.colour(device), SeriesMarkers.CIRCLE);
    readings.setShowInLegend(first);
    if (dead.contains(curve.device())) {
      readings.setLabel(curve.device() + " (dead)");
    }
  }

  /** Where the fits put each resonance over the field-line currents that were swept. */
  private static XYChart resonances(Calibration calibration, List<Curve> swept) {
    XYChart chart =
        Style.chart(
            "Resonance by field line, fitted",
            "field-line current (mA)",
            "resonance (MHz)",
            PANEL_WIDTH,
            PANEL_HEIGHT);
    List<Double> currents =
        swept.stream()
            .flatMap(c -> c.points().stream())
            .map(Curve.Point::x)
            .distinct()
            .sorted()
            .toList();
    double[] x = currents.stream().mapToDouble(i -> i * 1e3).toArray();
    int device = 0;
    for (ChainResponse chain : calibration.chains()) {
      for (SynapseResponse synapse : chain.synapses()) {
        if (!synapse.rectifies()) {
          device++;
          continue;
        }
        double[] y = currents.stream().mapToDouble(i -> resonance(synapse, i) * 1e-6).toArray();
        Style.line(chart.addSeries(synapse.name(), x, y), Style.colour(device++), true);
      }
    }
    return chart;
  }

  private static double resonance(SynapseResponse synapse, double current) {
    return synapse.resonance().value()
        + current * (synapse.tuning().value() + current * synapse.tuningQuadratic().value());
  }

  /** What a kind of curve shows, in the units in which people read it. */
  public record Axes(String title, String x, double xScale, String y, double yScale) {
    /** The axes of a kind of curve. */
    public static Axes of(Curve.Kind kind) {
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
