package org.spinbench.app.chart;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.damage.Dead;

/**
 * What readings of the network say of each device, beside its design: points with one standard
 * deviation, where a calibration has no curves of its own to show.
 */
public final class BeliefChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 560;

  /** Points of one device stand side by side. */
  private static final double APART = 0.13;

  private static final Color DESIGN = new Color(0x909090);

  private BeliefChart() {}

  /** A number of a device, in a unit that people read. */
  private record Shown<D>(String name, Function<D, Value> number) {}

  /**
   * Draws a calibration that was fitted to readings into a file.
   *
   * @param design what was believed before, each value with its spread
   */
  public static void write(Calibration design, Calibration fitted, PictureFile file) {
    List<SynapseResponse> designed = synapses(design);
    List<SynapseResponse> synapses = synapses(fitted);
    List<String> dead = Dead.named(fitted);
    List<String> names =
        synapses.stream().map(SynapseResponse::name).map(name -> marked(name, dead)).toList();
    List<String> neurons =
        fitted.neurons().stream()
            .map(NeuronResponse::name)
            .map(name -> marked(name, dead))
            .toList();
    Canvas page = Canvas.of(file, 2 * WIDTH, 2 * HEIGHT);
    XYChart resonances = panel("Resonances", "from the design (MHz)", names, 0);
    double[][] shifts = new double[2][names.size()];
    double[][] deviations = new double[2][names.size()];
    for (int s = 0; s < names.size(); s++) {
      Value was = designed.get(s).resonance();
      Value is = synapses.get(s).resonance();
      shifts[1][s] = 1e-6 * (is.value() - was.value());
      deviations[0][s] = 1e-6 * was.deviation();
      deviations[1][s] = 1e-6 * is.deviation();
    }
    add(resonances, "by design", DESIGN, -APART, shifts[0], deviations[0]);
    add(resonances, "fitted", Style.colour(0), APART, shifts[1], deviations[1]);
    Footer.paint(resonances, page, 0, 0, names);
    Footer.paint(
        ratios(
            "Synapses",
            names,
            designed,
            synapses,
            List.of(
                new Shown<>("sensitivity", SynapseResponse::antisymmetric),
                new Shown<>("half width", SynapseResponse::halfWidth),
                new Shown<>("tuning", SynapseResponse::tuning))),
        page,
        WIDTH,
        0,
        names);
    Footer.paint(
        ratios(
            "Neurons",
            neurons,
            design.neurons(),
            fitted.neurons(),
            List.of(
                new Shown<>("threshold", NeuronResponse::threshold),
                new Shown<>("slope", NeuronResponse::slope),
                new Shown<>("transconductance", NeuronResponse::transconductance))),
        page,
        0,
        HEIGHT,
        neurons);
    XYChart beyond = panel("Beyond the plain model", "over what is expected", names, 0);
    List<Shown<SynapseResponse>> effects =
        List.of(
            new Shown<>("symmetric part", SynapseResponse::symmetric),
            new Shown<>("quadratic tuning", SynapseResponse::tuningQuadratic),
            new Shown<>("cross-talk", SynapseResponse::crosstalk),
            new Shown<>("shift by power", SynapseResponse::powerShift));
    for (Shown<SynapseResponse> effect : effects) {
      addScaled(
          beyond,
          effects.indexOf(effect) - 1.5,
          effect,
          synapses,
          s -> effect.number().apply(designed.get(s)).deviation());
    }
    Footer.paint(beyond, page, WIDTH, HEIGHT, names);
    page.write(file);
  }

  private static String marked(String device, List<String> dead) {
    return dead.contains(device) ? device + " (dead)" : device;
  }

  private static List<SynapseResponse> synapses(Calibration calibration) {
    return calibration.chains().stream().flatMap(chain -> chain.synapses().stream()).toList();
  }

  private static XYChart panel(String title, String y, List<String> devices, double design) {
    XYChart chart = Style.chart(title, "", y, WIDTH, HEIGHT);
    chart.getStyler().setXAxisTicksVisible(false).setXAxisTitleVisible(false).setMarkerSize(8);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(devices.size() + 1.0);
    double[] ends = {0, devices.size() + 1};
    double[] level = {design, design};
    XYSeries line = chart.addSeries("design", ends, level);
    Style.line(line, DESIGN, false);
    return chart;
  }

  private static <D> XYChart ratios(
      String title, List<String> names, List<D> design, List<D> fitted, List<Shown<D>> numbers) {
    XYChart chart = panel(title, "over the design", names, 1);
    for (Shown<D> number : numbers) {
      double place = numbers.indexOf(number) - 0.5 * (numbers.size() - 1);
      addScaled(chart, place, number, fitted, d -> number.number().apply(design.get(d)).value());
    }
    return chart;
  }

  /** Adds a number of each device over the scale that it has there; none where that is zero. */
  private static <D> void addScaled(
      XYChart chart, double place, Shown<D> shown, List<D> devices, Function<Integer, Double> of) {
    double[] values = new double[devices.size()];
    double[] deviations = new double[devices.size()];
    for (int d = 0; d < values.length; d++) {
      double scale = of.apply(d);
      Value value = shown.number().apply(devices.get(d));
      values[d] = scale == 0 ? Double.NaN : value.value() / scale;
      deviations[d] = scale == 0 ? Double.NaN : Math.abs(value.deviation() / scale);
    }
    if (Arrays.stream(values).noneMatch(Double::isNaN)) {
      Color colour = Style.colour(chart.getSeriesCollection().size() - 1);
      add(chart, shown.name(), colour, APART * place, values, deviations);
    }
  }

  private static void add(
      XYChart chart, String name, Color colour, double shift, double[] y, double[] deviations) {
    double[] x = new double[y.length];
    Arrays.setAll(x, i -> i + 1 + shift);
    XYSeries series = chart.addSeries(name, x, y, deviations);
    Style.points(series, colour, SeriesMarkers.CIRCLE);
  }
}
