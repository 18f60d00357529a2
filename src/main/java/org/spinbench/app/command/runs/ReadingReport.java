package org.spinbench.app.command.runs;

import static org.spinbench.app.chart.SvgPlot.escaped;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.app.chart.SvgPlot;
import org.spinbench.experiments.replay.ReadingGap;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.run.Json;

/**
 * The differences between the readings of a sweep, an import or a calibration and those of its
 * repetition, as text and as JSON.
 *
 * @param other what repeated it, in words
 * @param notes what a reader should know of the comparison
 * @param page the report with its plots
 */
record ReadingReport(
    Path run, String kind, String other, List<String> notes, ReadingGap gap, Path page)
    implements ComparisonReport {
  private static final String STYLE =
      """
      body { font: 15px/1.5 sans-serif; color: #303030; max-width: 60em; margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.5em } h2 { font-size: 1.2em; margin-top: 2em }
      table { border-collapse: collapse; margin: 1em 0 }
      th, td { padding: .25em .8em; border-bottom: 1px solid #e2e2e2; text-align: right }
      th:first-child, td:first-child { text-align: left }
      .note { color: #606060; font-size: .9em }
      svg { display: block; margin: 1em 0; max-width: 100%; height: auto }
      """;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(
      String runFile,
      String kind,
      String against,
      int setpoints,
      double chiSquarePerReading,
      List<GapJson> readings,
      String report,
      List<String> notes) {}

  private record GapJson(
      String name,
      String unit,
      int readings,
      int left,
      double bias,
      double biasDeviation,
      double difference,
      double chiSquarePerReading,
      boolean differs,
      Double drift,
      Double driftDeviation,
      String driftPer,
      List<TwinGap.Part> overTime,
      TwinGap.BySetting setting) {}

  @Override
  public String json() {
    return Json.write(
        new AsJson(
            run.toString(),
            kind,
            other,
            gap.setpoints(),
            gap.chiSquare(),
            gap.readings().stream().map(this::json).toList(),
            page.toString(),
            notes));
  }

  private GapJson json(ReadingGap.Gap one) {
    return new GapJson(
        one.name(),
        one.unit(),
        one.number(),
        one.left(),
        one.bias(),
        one.biasDeviation(),
        one.difference(),
        one.chiSquare(),
        one.differs(),
        one.drift().map(ReadingGap.Drift::rate).orElse(null),
        one.drift().map(ReadingGap.Drift::deviation).orElse(null),
        gap.clock(),
        one.time(),
        one.setting().orElse(null));
  }

  private String title() {
    return gap.setpoints()
        + " setpoints of "
        + run.getFileName()
        + " ("
        + kind
        + "), repeated on "
        + other;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder(title()).append('\n');
    notes.forEach(note -> text.append(note).append('\n'));
    text.append('\n');
    text.append(format("%-24s %8s %24s %12s %11s%n", "", "readings", "bias", "rms", "chi-square"));
    for (ReadingGap.Gap one : gap.readings()) {
      text.append(
          format(
              "%-24s %8d %11.3g ± %8.2g %-2s %9.3g %-2s %11.2f%n",
              one.name(),
              one.number(),
              one.bias(),
              one.biasDeviation(),
              one.unit(),
              one.difference(),
              one.unit(),
              one.chiSquare()));
    }
    text.append('\n');
    gap.readings().forEach(one -> text.append(finding(one)).append('\n'));
    return text.append("report: ").append(page).append('\n').toString();
  }

  private String finding(ReadingGap.Gap one) {
    String left =
        one.left() == 0
            ? ""
            : format("; only one of the two has a reading at %d setpoints", one.left());
    if (!one.differs()) {
      return one.name() + " agrees within its uncertainty" + left;
    }
    String drift =
        one.drift()
            .map(
                d ->
                    format(
                        ", drifts by %.2g ± %.1g %s in %s",
                        d.rate(),
                        d.deviation(),
                        one.unit(),
                        gap.clock().equals("s") ? "a second" : "an evaluation"))
            .orElse("");
    String setting = one.setting().map(s -> ", and differs most by " + s.setting()).orElse("");
    return format(
            "%s differs: it is %.3g ± %.2g %s off on average",
            one.name(), one.bias(), one.biasDeviation(), one.unit())
        + drift
        + setting
        + left;
  }

  /** The report as one page of HTML that needs nothing else. */
  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    html.append("Gap of ").append(escaped(run.getFileName().toString()));
    html.append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    html.append("<h1>Gap</h1>\n<p>").append(escaped(title())).append(".</p>\n");
    notes.forEach(note -> html.append("<p>").append(escaped(note)).append("</p>\n"));
    html.append("<ul>\n");
    gap.readings()
        .forEach(one -> html.append("<li>").append(escaped(finding(one))).append("</li>\n"));
    html.append("</ul>\n<p class=\"note\">Differences: recorded less repeated, in the recorded");
    html.append(" uncertainties unless stated otherwise.</p>\n");
    gap.readings().forEach(one -> reading(html, one));
    return html.append("</body>\n</html>\n").toString();
  }

  private void reading(StringBuilder html, ReadingGap.Gap one) {
    String time = "time (" + gap.clock() + ")";
    html.append("<h2>").append(escaped(one.name())).append("</h2>\n");
    html.append(
        format(
            "<p>%d readings, χ² per reading %.2f, bias %.3g ± %.2g %s, rms difference %.3g"
                + " %s.</p>%n",
            one.number(),
            one.chiSquare(),
            one.bias(),
            one.biasDeviation(),
            escaped(one.unit()),
            one.difference(),
            escaped(one.unit())));
    html.append(
        new SvgPlot(one.name() + ": difference", time, "standard deviations")
            .points("difference", one.times(), one.deviations())
            .svg());
    one.setting().ifPresent(setting -> setting(html, setting));
  }

  private static void setting(StringBuilder html, TwinGap.BySetting setting) {
    String name = escaped(setting.setting());
    String unit = setting.unit().isEmpty() ? "" : " (" + escaped(setting.unit()) + ")";
    html.append("<p>It differs most by <b>").append(name).append("</b>:</p>\n<table>\n<tr><th>");
    html.append(name).append(unit);
    html.append("</th><th>readings</th><th>mean</th><th>χ² per reading</th></tr>\n");
    for (TwinGap.Part part : setting.parts()) {
      html.append(
          format(
              "<tr><td>%.6g to %.6g</td><td>%d</td><td>%.2f</td><td>%.2f</td></tr>%n",
              part.from(), part.to(), part.readings(), part.mean(), part.chiSquare()));
    }
    html.append("</table>\n");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
