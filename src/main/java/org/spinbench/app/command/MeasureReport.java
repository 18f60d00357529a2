package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.Absent;
import org.spinbench.experiments.sweep.Summary;

/**
 * The result of a measurement, as text and as JSON.
 *
 * @param absent readings that there was nothing of at some points
 * @param seconds wall time of the sweep, s
 */
record MeasureReport(
    String plan,
    Summary summary,
    List<Absent> absent,
    List<Finding> findings,
    List<String> remarks,
    long messages,
    double seconds,
    Path runFile,
    Path data,
    Path plot) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(
      String plan,
      long points,
      long references,
      long samples,
      long unsettled,
      long overloads,
      List<String> stops,
      String unlisted,
      List<Found> findings,
      List<String> remarks,
      double benchSeconds,
      double wallSeconds,
      long scpiMessages,
      String runFile,
      String data,
      String plot,
      List<Absent> absent,
      long limited) {}

  private record Found(String name, double value, double deviation, String unit) {}

  private record Results(long points, List<String> stops, List<Found> findings) {}

  private List<Found> found() {
    return findings.stream()
        .map(one -> new Found(one.name(), one.value().value(), one.value().deviation(), one.unit()))
        .toList();
  }

  /** What a run file keeps of it, as JSON. */
  String results() {
    return Json.write(new Results(summary.points(), summary.stops(), found()));
  }

  /** The JSON object, on one line. */
  String json() {
    return Json.write(
        new AsJson(
            plan,
            summary.points(),
            summary.references(),
            summary.samples(),
            summary.unsettled(),
            summary.overloads(),
            summary.stops(),
            summary.unlisted().orElse(""),
            found(),
            remarks,
            summary.seconds(),
            seconds,
            messages,
            runFile.toString(),
            data.toString(),
            plot.toString(),
            absent,
            summary.limited()));
  }

  /** The same for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d points, %d readings%n",
            plan,
            summary.points(),
            summary.samples()));
    notes(text);
    findings.forEach(one -> text.append("  ").append(FindingText.of(one)).append('\n'));
    remarks.forEach(remark -> text.append("  ! ").append(remark).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            """
            time: %s, %s; the instruments' own time, by the bench's clock: %s, %s
                  (setting %s, settling %s, reading %s)

            run file: %s
            data:     %s
            plot:     %s
            """,
            Durations.text(seconds),
            rate(seconds),
            Durations.text(summary.seconds()),
            rate(summary.seconds()),
            Durations.text(summary.setting()),
            Durations.text(summary.settling()),
            Durations.text(summary.reading()),
            runFile,
            data,
            plot));
    return text.toString();
  }

  /** Three digits, or nothing of a time that is none. */
  private String rate(double time) {
    return time > 0 ? Figures.of(summary.points() / time) + " points/s" : "no time passed";
  }

  private void notes(StringBuilder text) {
    absent.forEach(one -> text.append("! ").append(one.text()).append('\n'));
    if (summary.references() > 0) {
      text.append(summary.references()).append(" returns to the reference\n");
    }
    summary
        .unlisted()
        .ifPresent(why -> text.append("point by point, not by list: ").append(why).append('\n'));
    summary.stops().forEach(stop -> text.append("stopped where ").append(stop).append('\n'));
    if (summary.unsettled() > 0) {
      text.append(summary.unsettled()).append(" points had not settled\n");
    }
    if (summary.overloads() > 0) {
      text.append(summary.overloads()).append(" points with an overloaded instrument\n");
    }
    if (summary.limited() > 0) {
      text.append(summary.limited())
          .append(
              " points with a source limited by its compliance, which gave less than was set\n");
    }
  }
}
