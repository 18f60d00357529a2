package org.spinbench.app.command.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.app.page.Pages;
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

  /** The two sides of the comparison, in a sentence. */
  String title() {
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

  /** The result for one reading, in a sentence. */
  String finding(ReadingGap.Gap one) {
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
    return Pages.html("command/runs/readings", Map.of("report", this));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }
}
