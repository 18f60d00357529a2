package org.spinbench.app.command.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.spinbench.app.chart.CalibrationChart.Axes;
import org.spinbench.app.chart.PagePlot;
import org.spinbench.app.page.Pages;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Curve;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** A calibration as one page of HTML that needs nothing else. */
record CalibrationPage(Calibration calibration) {
  String html() {
    return Pages.html("command/runs/calibration", Map.of("page", this));
  }

  /** Each synapse with its numbers. */
  List<List<String>> synapses() {
    return calibration.chains().stream()
        .flatMap(chain -> chain.synapses().stream())
        .filter(SynapseResponse::rectifies)
        .map(s -> row(s.name(), s.values()))
        .toList();
  }

  /** Each neuron with its numbers. */
  List<List<String>> neurons() {
    return calibration.neurons().stream()
        .filter(NeuronResponse::emits)
        .map(n -> row(n.name(), n.values()))
        .toList();
  }

  /** Chi-square per degree of freedom of each fit. */
  List<List<String>> fits() {
    List<List<String>> rows = new ArrayList<>();
    calibration.chains().forEach(c -> rows.add(fit(c.name(), c.fit().reducedChiSquare())));
    calibration.neurons().forEach(n -> rows.add(fit(n.name(), n.fit().reducedChiSquare())));
    return rows;
  }

  /** Each number that has a prior, with how far the readings moved it. */
  List<List<String>> pulls() {
    return calibration.priors().stream()
        .map(
            one ->
                List.of(
                    one.device(),
                    one.number(),
                    CalibrationCompareCommand.text(one.influence().prior()),
                    CalibrationCompareCommand.text(one.influence().posterior()),
                    Pages.format("%.0f %%", 100 * one.influence().share()),
                    one.influence().pull().map(p -> Pages.format("%+.1f", p)).orElse("")))
        .toList();
  }

  private static List<String> fit(String name, double chiSquare) {
    return List.of(name, Pages.format("%.2f", chiSquare));
  }

  private static List<String> row(String name, List<Value> values) {
    List<String> row = new ArrayList<>(List.of(name));
    values.forEach(value -> row.add(CalibrationCompareCommand.text(value)));
    return row;
  }

  static List<String> heads(List<String> numbers) {
    List<String> heads = new ArrayList<>(List.of("device"));
    heads.addAll(numbers);
    return heads;
  }

  /** The readings of a sweep, and the fit at the same settings. */
  static PagePlot fit(Curve curve) {
    Axes axes = Axes.of(curve.kind());
    return new PagePlot(curve.device() + ": " + axes.title(), axes.x(), axes.y())
        .points("readings", settings(curve), scaled(curve, Curve.Point::y))
        .line("fit", settings(curve), scaled(curve, Curve.Point::model));
  }

  /** Readings less fit. */
  static PagePlot residuals(Curve curve) {
    Axes axes = Axes.of(curve.kind());
    String title = curve.device() + ": " + axes.title() + ", readings less fit";
    return new PagePlot(title, axes.x(), axes.y())
        .points("residuals", settings(curve), scaled(curve, p -> p.y() - p.model()));
  }

  private static double[] settings(Curve curve) {
    double scale = Axes.of(curve.kind()).xScale();
    return curve.points().stream().mapToDouble(p -> p.x() * scale).toArray();
  }

  private static double[] scaled(Curve curve, ToDoubleFunction<Curve.Point> of) {
    double scale = Axes.of(curve.kind()).yScale();
    return curve.points().stream().mapToDouble(p -> of.applyAsDouble(p) * scale).toArray();
  }
}
