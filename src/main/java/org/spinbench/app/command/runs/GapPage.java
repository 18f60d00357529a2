package org.spinbench.app.command.runs;

import static org.spinbench.app.page.Pages.format;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.app.chart.PagePlot;
import org.spinbench.app.page.Pages;
import org.spinbench.calibration.Wander;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.replay.TwinGap.NodeGap;

/** The report of a comparison as one page of HTML that needs nothing else. */
record GapPage(GapReport report) {
  private static final String TIME = "time since the run began (s)";
  private static final String DEVIATIONS = "standard deviations";

  String html() {
    return Pages.html("command/runs/gap", Map.of("page", this, "report", report));
  }

  /** A number of a node in the unit that people read. */
  static String number(NodeGap node, double value) {
    return node.unit().equals("V")
        ? format("%.3f µV", value / 1e-6)
        : format("%.3f nW", value / 1e-9);
  }

  /** What the calibration says of the wander of the resonances of a node. */
  static String known(NodeGap node) {
    return node.known().map(GapPage::rate).orElse("");
  }

  private static String rate(Wander wander) {
    return wander.measured()
        ? format("%.1f ± %.1f kHz/√s", wander.rate() / 1e3, wander.deviation() / 1e3)
        : format("%.0f kHz/√s, assumed", wander.rate() / 1e3);
  }

  private double[] seconds(NodeGap node) {
    return Arrays.stream(node.series().seconds()).map(s -> s + report.untilFirst()).toArray();
  }

  /** Each reading, less its prediction. */
  PagePlot differences(NodeGap node) {
    String by = report.itself() ? "by the readings before" : "as calibrated";
    return new PagePlot(node.name() + ": difference from the prediction", TIME, DEVIATIONS)
        .points(by, seconds(node), node.series().judged())
        .points("fitted", seconds(node), node.series().explained());
  }

  /** How the resonances of a node moved. */
  PagePlot drifts(NodeGap node) {
    PagePlot plot =
        new PagePlot(node.name() + ": drift since the calibration", TIME, "resonance (kHz)");
    double[] seconds = seconds(node);
    for (int k = 0; k < node.drifts().size(); k++) {
      int synapse = k;
      double[] kilohertz =
          IntStream.range(0, seconds.length)
              .mapToDouble(i -> node.series().drift()[i][synapse] * 1e-3)
              .toArray();
      plot.line(node.drifts().get(k).device(), seconds, kilohertz);
    }
    return plot;
  }

  /** Where they were at the last reading. */
  static String shifts(NodeGap node) {
    return node.drifts().stream()
        .map(
            drift ->
                format(
                    "%s (junction %d) %+.0f ± %.0f kHz",
                    drift.device(),
                    drift.junction(),
                    drift.shift() * 1e-3,
                    drift.deviation() * 1e-3))
        .collect(Collectors.joining("; "));
  }

  /** The differences of successive parts of the run. */
  PagePlot overTime(NodeGap node) {
    double[] middle =
        node.time().stream()
            .mapToDouble(part -> (part.from() + part.to()) / 2 + report.untilFirst())
            .toArray();
    double[] mean = node.time().stream().mapToDouble(TwinGap.Part::mean).toArray();
    double[] rms = node.time().stream().mapToDouble(p -> Math.sqrt(p.chiSquare())).toArray();
    String title = node.name() + ": difference from the prediction, over time";
    return new PagePlot(title, TIME, DEVIATIONS)
        .line("mean", middle, mean)
        .line("root of χ²", middle, rms);
  }
}
