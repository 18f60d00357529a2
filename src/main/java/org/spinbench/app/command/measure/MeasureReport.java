package org.spinbench.app.command.measure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.command.FindingText;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.text.Figures;
import org.spinbench.experiments.measure.MeasurementResult;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.Summary;
import org.spinbench.experiments.sweep.output.Absent;

/**
 * The result of a measurement, as text and as JSON.
 *
 * @param messages sent to instruments
 * @param plot the picture
 */
public record MeasureReport(MeasurementResult measured, long messages, Path runFile, Path plot) {
  /** The report on a measurement that has ended. */
  public static MeasureReport of(
      ExperimentRunner.Finished<MeasurementResult> finished, PictureForm form) {
    Path run = finished.file().path();
    return new MeasureReport(
        finished.result(),
        finished.bench().messagesSent(),
        run,
        MeasureOutput.plot(run, form).path());
  }

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
      List<MeasurementResult.Found> findings,
      List<String> remarks,
      double benchSeconds,
      double wallSeconds,
      long scpiMessages,
      String runFile,
      String data,
      String plot,
      List<Absent> absent,
      long limited) {}

  /** The JSON object, on one line. */
  public String json() {
    Summary summary = measured.summary();
    return Json.write(
        new AsJson(
            measured.plan(),
            summary.points(),
            summary.references(),
            summary.samples(),
            summary.unsettled(),
            summary.overloads(),
            summary.stops(),
            summary.unlisted().orElse(""),
            measured.found(),
            measured.remarks(),
            summary.seconds(),
            measured.seconds(),
            messages,
            runFile.toString(),
            MeasureOutput.data(runFile).toString(),
            plot.toString(),
            measured.absent(),
            summary.limited()));
  }

  /** The text for people. */
  public String text() {
    Summary summary = measured.summary();
    double seconds = measured.seconds();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d points, %d readings%n",
            measured.plan(),
            summary.points(),
            summary.samples()));
    notes(text);
    measured.findings().forEach(one -> text.append("  ").append(FindingText.of(one)).append('\n'));
    measured.remarks().forEach(remark -> text.append("  ! ").append(remark).append('\n'));
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
            rate(seconds, summary),
            Durations.text(summary.seconds()),
            rate(summary.seconds(), summary),
            Durations.text(summary.setting()),
            Durations.text(summary.settling()),
            Durations.text(summary.reading()),
            runFile,
            MeasureOutput.data(runFile),
            plot));
    densities().ifPresent(path -> text.append("densities: ").append(path).append('\n'));
    return text.toString();
  }

  /** The picture of spectral densities beside the plot, if there is one. */
  private Optional<Path> densities() {
    String name = plot.getFileName().toString();
    int ending = name.lastIndexOf('.');
    Path path =
        plot.resolveSibling(name.substring(0, ending) + "-density" + name.substring(ending));
    return Optional.of(path).filter(Files::exists);
  }

  /** Three digits; empty for a time that is not a number. */
  private static String rate(double time, Summary summary) {
    return time > 0 ? Figures.of(summary.points() / time) + " points/s" : "no time passed";
  }

  private void notes(StringBuilder text) {
    Summary summary = measured.summary();
    measured.absent().forEach(one -> text.append("! ").append(one.text()).append('\n'));
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
