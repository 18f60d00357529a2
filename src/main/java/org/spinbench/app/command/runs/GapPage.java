package org.spinbench.app.command.runs;

import static org.spinbench.app.chart.SvgPlot.escaped;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spinbench.app.chart.SvgPlot;
import org.spinbench.calibration.Wander;
import org.spinbench.experiments.replay.ChiSquare;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.replay.TwinGap.NodeGap;

/** The report of a comparison as one page of HTML that needs nothing else. */
final class GapPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 sans-serif; color: #303030; max-width: 60em; margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.5em } h2 { font-size: 1.2em; margin-top: 2em }
      table { border-collapse: collapse; margin: 1em 0 }
      th, td { padding: .25em .8em; border-bottom: 1px solid #e2e2e2; text-align: right }
      th:first-child, td:first-child { text-align: left }
      .found { font-weight: bold } .note { color: #606060; font-size: .9em }
      svg { display: block; margin: 1em 0; max-width: 100%; height: auto }
      """;

  private static final String TIME = "time since the run began (s)";

  private final GapReport report;
  private final StringBuilder html = new StringBuilder();

  GapPage(GapReport report) {
    this.report = report;
  }

  String html() {
    add(
        "<!DOCTYPE html>%n<html lang=\"en\">%n<head>%n<meta charset=\"utf-8\">%n"
            + "<title>Twin gap of %s</title>%n<style>%n%s</style>%n</head>%n<body>%n",
        escaped(report.run().getFileName().toString()), STYLE);
    add(
        "<h1>Twin gap</h1>%n<p>%s. Calibrated %s.",
        escaped(report.title()), report.reference().calibration().time());
    if (report.gap().skipped() > 0) {
      add(
          " %d evaluations without a complete set of sound readings were left out.",
          report.gap().skipped());
    }
    add("</p>%n");
    report.notes().forEach(note -> add("<p>%s</p>%n", escaped(note)));
    devices("Devices", report.gap());
    report.ofBench().ifPresent(bench -> devices("Devices of the bench that repeated it", bench));
    report.fit().ifPresent(this::fit);
    nodes();
    report.gap().nodes().forEach(this::node);
    return html.append("</body>\n</html>\n").toString();
  }

  private void devices(String title, TwinGap gap) {
    add("<h2>%s</h2>%n", title);
    add("<ul>%n");
    report.findings(gap).forEach(finding -> add("<li>%s</li>%n", escaped(finding)));
    add("</ul>%n");
  }

  private void fit(GapReport.Fit fit) {
    add(
        "<h2>Fit</h2>%n<p>Chi-square per reading: %.2f as calibrated, <b>%.2f</b> after the fit to"
            + " these readings. The fitted calibration is <code>%s</code>.</p>%n",
        report.gap().asCalibrated(), fit.gap().afterFit(), escaped(fit.calibration().toString()));
  }

  private void nodes() {
    add(
        "<h2>Nodes</h2>%n<table>%n<tr><th>node</th><th>layer</th><th>readings</th>"
            + "<th>bias</th><th>rms difference</th><th>χ² per reading</th><th>limit</th>"
            + "<th>degrees of freedom</th><th>χ² fitted</th><th>limit</th>"
            + "<th>wander of resonances</th><th>as calibrated</th></tr>%n");
    for (NodeGap node : report.gap().nodes()) {
      boolean volt = node.unit().equals("V");
      double unit = volt ? 1e-6 : 1e-9;
      String symbol = volt ? "µV" : "nW";
      add(
          "<tr><td>%s</td><td>%d</td><td>%d</td><td>%.3f %s</td><td>%.3f %s</td><td%s>%.2f</td>"
              + "<td>%.2f</td><td>%s</td><td%s>%.2f</td><td>%.2f</td><td>%s</td><td>%s</td></tr>%n",
          escaped(node.name()),
          node.layer(),
          node.readings(),
          node.bias() / unit,
          symbol,
          node.difference() / unit,
          symbol,
          marked(node.judged()),
          node.judged().perReading(),
          node.judged().limit(),
          GapReport.degrees(node.judged()),
          marked(node.explained()),
          node.explained().perReading(),
          node.explained().limit(),
          node.drifts().isEmpty()
              ? ""
              : String.format(Locale.ROOT, "%.1f kHz/√s", node.wander() / 1e3),
          node.known().map(GapPage::known).orElse(""));
    }
    add(
        "</table>%n<p class=\"note\">Bias and difference: recorded minus repeated, including the"
            + " effects of the previous layers. χ² per reading: at the node itself, given what was"
            + " measured before it; each reading is predicted from %s and from the readings before"
            + " it; the uncertainties of the instruments, fluctuations and drift are allowed for."
            + " Fitted: with all that was found. %s</p>%n",
        report.itself() ? "the design" : "the calibration", GapReport.LIMITS);
  }

  private static String marked(ChiSquare test) {
    return test.within() ? "" : " class=\"found\"";
  }

  private static String known(Wander wander) {
    return wander.measured()
        ? String.format(
            Locale.ROOT, "%.1f ± %.1f kHz/√s", wander.rate() / 1e3, wander.deviation() / 1e3)
        : String.format(Locale.ROOT, "%.0f kHz/√s, assumed", wander.rate() / 1e3);
  }

  private void node(NodeGap node) {
    add("<h2>%s</h2>%n", escaped(node.name()));
    double[] seconds =
        Arrays.stream(node.series().seconds()).map(s -> s + report.untilFirst()).toArray();
    html.append(
        new SvgPlot(node.name() + ": difference from the prediction", TIME, "standard deviations")
            .points(
                report.itself() ? "by the readings before" : "as calibrated",
                seconds,
                node.series().judged())
            .points("fitted", seconds, node.series().explained())
            .svg());
    if (!node.drifts().isEmpty()) {
      drift(node, seconds);
    }
    time(node);
    node.setting().ifPresent(setting -> setting(node, setting));
  }

  private void drift(NodeGap node, double[] seconds) {
    SvgPlot plot =
        new SvgPlot(node.name() + ": drift since the calibration", TIME, "resonance (kHz)");
    List<String> ends = new ArrayList<>();
    for (int k = 0; k < node.drifts().size(); k++) {
      int synapse = k;
      TwinGap.Drift drift = node.drifts().get(k);
      double[] kilohertz =
          IntStream.range(0, seconds.length)
              .mapToDouble(i -> node.series().drift()[i][synapse] * 1e-3)
              .toArray();
      plot.line(drift.device(), seconds, kilohertz);
      ends.add(
          String.format(
              Locale.ROOT,
              "%s (junction %d) %+.0f ± %.0f kHz",
              drift.device(),
              drift.junction(),
              drift.shift() * 1e-3,
              drift.deviation() * 1e-3));
    }
    html.append(plot.svg());
    add("<p>At the last reading: %s.</p>%n", escaped(String.join("; ", ends)));
  }

  private void time(NodeGap node) {
    double[] middle =
        node.time().stream()
            .mapToDouble(part -> (part.from() + part.to()) / 2 + report.untilFirst())
            .toArray();
    double[] mean = node.time().stream().mapToDouble(TwinGap.Part::mean).toArray();
    double[] rms = node.time().stream().mapToDouble(p -> Math.sqrt(p.chiSquare())).toArray();
    html.append(
        new SvgPlot(
                node.name() + ": difference from the prediction, over time",
                TIME,
                "standard deviations")
            .line("mean", middle, mean)
            .line("root of χ²", middle, rms)
            .svg());
  }

  private void setting(NodeGap node, TwinGap.BySetting setting) {
    boolean ampere = setting.unit().equals("A");
    double unit = ampere ? 1e-3 : 1e-6;
    String symbol = ampere ? "mA" : "µW";
    add(
        "<p>%s differs from the prediction most by <b>%s</b>:</p>%n<table>%n"
            + "<tr><th>%s (%s)</th><th>readings</th><th>mean</th><th>χ² per reading</th></tr>%n",
        escaped(node.name()), escaped(setting.setting()), escaped(setting.setting()), symbol);
    for (TwinGap.Part part : setting.parts()) {
      add(
          "<tr><td>%.3f to %.3f</td><td>%d</td><td>%.2f</td><td>%.2f</td></tr>%n",
          part.from() / unit, part.to() / unit, part.readings(), part.mean(), part.chiSquare());
    }
    add("</table>%n");
  }

  private void add(String format, Object... values) {
    html.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
