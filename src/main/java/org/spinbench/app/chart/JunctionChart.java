package org.spinbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.simulator.junction.Device.Channel;
import org.spinbench.simulator.junction.EmissionAnalysis;
import org.spinbench.simulator.junction.JunctionTrace;

/** A simulated junction: its trace and spectrum, or quantities against a swept parameter. */
public final class JunctionChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 420;
  private static final int MOST_POINTS = 400;
  private static final int MOST_PANELS = 6;

  /** The spectrum is drawn up to this many times the frequency of its line above the line. */
  private static final double MOST_HARMONICS = 4;

  /** The powers of ten that replace prefixes for numbers without a unit. */
  private static final Map<String, String> POWERS =
      Map.of("m", "10⁻³", "µ", "10⁻⁶", "n", "10⁻⁹", "p", "10⁻¹²");

  /** A quantity whose values differ by less than this share is not drawn. */
  private static final double UNCHANGED = 1e-4;

  private JunctionChart() {}

  /** Draws the end of a trace, and the spectrum if there is one, into a file. */
  public static void trace(
      JunctionTrace trace, Optional<EmissionAnalysis> spectrum, PictureFile file) {
    int from = Math.max(0, trace.points() - MOST_POINTS);
    double[] time = part(trace.values()[0], from);
    Prefix ofTime = Prefix.of(time[time.length - 1]);
    double[] shown = Arrays.stream(time).map(t -> ofTime.factor() * t).toArray();
    List<XYChart> panels = new ArrayList<>();
    for (int k = 2; k < trace.columns().size(); k++) {
      Channel channel = trace.columns().get(k);
      double[] values = part(trace.values()[k], from);
      boolean own = !channel.name().equals("voltage");
      if (panels.size() < MOST_PANELS && own && changes(values)) {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        Prefix prefix = prefix(channel, largest);
        double[] scaled = Arrays.stream(values).map(v -> prefix.factor() * v).toArray();
        XYChart chart = chart("time (" + ofTime.symbol() + "s)", label(channel, prefix));
        Style.line(
            chart.addSeries(channel.name(), shown, scaled), Style.colour(panels.size()), false);
        panels.add(chart);
      }
    }
    spectrum.ifPresent(line -> panels.add(spectrum(line)));
    write(panels, file);
  }

  static XYChart spectrum(EmissionAnalysis line) {
    double span = Double.isNaN(line.width()) ? 200 * line.resolution() : 12 * line.width();
    span = Math.min(span, MOST_HARMONICS * line.peak());
    Prefix prefix = Prefix.of(line.peak());
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int k = 1; k < line.frequencies().length; k++) {
      if (Math.abs(line.frequencies()[k] - line.peak()) < span && line.density()[k] > 0) {
        x.add(prefix.factor() * line.frequencies()[k]);
        y.add(10 * StrictMath.log10(line.density()[k]));
      }
    }
    XYChart chart = chart("frequency (" + prefix.symbol() + "Hz)", "voltage noise (dB of 1 V²/Hz)");
    Style.line(chart.addSeries("spectrum", x, y), Style.colour(0), false);
    return chart;
  }

  private static String label(Channel channel, Prefix prefix) {
    String name = channel.name().replace('_', ' ');
    if (channel.unit().isEmpty()) {
      return prefix.symbol().isEmpty() ? name : name + " (" + POWERS.get(prefix.symbol()) + ")";
    }
    return name + " (" + prefix.symbol() + channel.unit() + ")";
  }

  /** The prefix of a quantity; of a plain number only if all its values are small. */
  private static Prefix prefix(Channel channel, double largest) {
    Prefix prefix = Prefix.of(largest);
    return !channel.unit().isEmpty() || largest < 0.01 && POWERS.containsKey(prefix.symbol())
        ? prefix
        : Prefix.NONE;
  }

  /** The unit of a swept parameter, of a current or a frequency; of others its name has none. */
  private static String unit(String parameter) {
    if (parameter.endsWith("frequency")) {
      return "Hz";
    }
    return parameter.equals("current.dc") ? "A" : "";
  }

  private static double[] part(double[] values, int from) {
    return Arrays.copyOfRange(values, from, values.length);
  }

  /**
   * Draws quantities against a parameter into a PNG file, a panel each; a quantity that no value
   * has, or that does not change, is left out.
   */
  public static void sweep(
      String parameter, double[] values, Map<Channel, double[]> columns, PictureFile file) {
    List<XYChart> panels = new ArrayList<>();
    columns.forEach(
        (channel, column) -> {
          if (panels.size() < MOST_PANELS && changes(column)) {
            panels.add(panel(parameter, values, channel, column, panels.size()));
          }
        });
    write(panels, file);
  }

  private static boolean changes(double[] column) {
    double[] known = Arrays.stream(column).filter(Double::isFinite).toArray();
    double low = Arrays.stream(known).min().orElse(0);
    double high = Arrays.stream(known).max().orElse(0);
    return high - low > UNCHANGED * Math.max(Math.abs(low), Math.abs(high));
  }

  static XYChart panel(
      String parameter, double[] values, Channel channel, double[] column, int number) {
    double largest = Arrays.stream(column).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    Prefix prefix = prefix(channel, largest);
    Channel swept = new Channel(parameter, unit(parameter));
    double highest = Arrays.stream(values).map(Math::abs).max().orElse(0);
    Prefix ofSwept = swept.unit().isEmpty() ? Prefix.NONE : Prefix.of(highest);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(column[i])) {
        x.add(ofSwept.factor() * values[i]);
        y.add(prefix.factor() * column[i]);
      }
    }
    XYChart chart = chart(label(swept, ofSwept), label(channel, prefix));
    XYSeries series = chart.addSeries(channel.name(), x, y);
    Style.line(series, Style.colour(number), false);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(Style.colour(number));
    return chart;
  }

  private static XYChart chart(String x, String y) {
    XYChart chart = Style.chart("", x, y, WIDTH, HEIGHT);
    chart.getStyler().setLegendVisible(false);
    return chart;
  }

  private static void write(List<XYChart> panels, PictureFile file) {
    Canvas page = Canvas.of(file, WIDTH, HEIGHT * Math.max(1, panels.size()));
    for (int i = 0; i < panels.size(); i++) {
      Style.paint(panels.get(i), page, 0, HEIGHT * i);
    }
    page.write(file);
  }
}
