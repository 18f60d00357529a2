package org.spinbench.app.command.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private static String title(Curve curve) {
    return curve.device() + ": " + curve.quantity();
  }

  private static double[] settings(Curve curve) {
    return curve.points().stream().mapToDouble(Curve.Point::x).toArray();
  }

  /** The readings of a sweep, and the fit at the same settings. */
  static PagePlot fit(Curve curve) {
    return new PagePlot(title(curve), curve.setting(), curve.quantity())
        .points(
            "readings",
            settings(curve),
            curve.points().stream().mapToDouble(Curve.Point::y).toArray())
        .line(
            "fit",
            settings(curve),
            curve.points().stream().mapToDouble(Curve.Point::model).toArray());
  }

  /** Readings less fit. */
  static PagePlot residuals(Curve curve) {
    return new PagePlot(title(curve) + ", reading less fit", curve.setting(), curve.quantity())
        .points(
            "residuals",
            settings(curve),
            curve.points().stream().mapToDouble(p -> p.y() - p.model()).toArray());
  }
}
