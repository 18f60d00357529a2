package org.spinbench.app.command.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.upkeep.WatchRun;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The report of a watch, as text and as JSON.
 *
 * @param start of the watch
 * @param watched the run of the training
 * @param bytes size of the run file
 * @param seconds wall time of the whole command, s
 */
public record WatchReport(
    WatchRun.Report report,
    StartDocument start,
    Path watched,
    Path runFile,
    long bytes,
    double seconds) {
  /**
   * Prints the report, also after the user has stopped the watch.
   *
   * @return the exit code
   */
  public static int print(
      ExperimentRunner.Finished<WatchRun.Report> finished,
      Path watched,
      CommandSpec spec,
      boolean json) {
    RunFile run = finished.file();
    WatchRun.Report result = finished.result();
    WatchReport report =
        new WatchReport(result, run.start(), watched, run.path(), run.size(), finished.seconds());
    Outputs.print(spec, json ? report.json() + "\n" : report.text());
    Progress progress = Progress.to(spec.commandLine());
    Faulty.say(run, progress);
    int code = ExitCode.OK;
    if (result.outOfTune() != null) {
      progress.say("spinbench: " + result.outOfTune());
      code = ExitCode.SOFTWARE;
    }
    finished.exitCode().accept(code);
    return code;
  }

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(
      String task,
      String asked,
      double accuracy,
      long samples,
      long differentSamples,
      Confidence confidence,
      double allAccuracy,
      long allSamples,
      long evaluations,
      long upkeepEvaluations,
      double overhead,
      double anchorInterval,
      long parameterWrites,
      long happenings,
      String dead,
      double[] offsets,
      List<AllanDeviation.Point> allanDeviation,
      double wallSeconds,
      String watched,
      String runFile,
      double target,
      int recentRight,
      int recentSamples,
      boolean inTune,
      long bytes) {}

  private record Confidence(double low, double high) {}

  private double overhead() {
    return (double) report.upkeepEvaluations() / Math.max(1, report.evaluations());
  }

  /** The JSON object, on one line. */
  String json() {
    Fields object =
        new Fields(
            start.task(),
            report.asked(),
            report.accuracy(),
            report.samples(),
            report.differentSamples(),
            new Confidence(report.confidence().low(), report.confidence().high()),
            report.allAccuracy(),
            report.allSamples(),
            report.evaluations(),
            report.upkeepEvaluations(),
            overhead(),
            report.interval(),
            report.parameterWrites(),
            report.happenings(),
            report.dead(),
            report.offsets(),
            report.allanDeviation(),
            seconds,
            watched.toString(),
            runFile.toString(),
            report.target(),
            report.recentRight(),
            report.recentSamples(),
            report.outOfTune() == null,
            bytes);
    return Json.write(object);
  }

  private String ofFresh() {
    if (report.samples() == 0) {
      return "no sample was applied";
    }
    return String.format(
        Locale.ROOT,
        "%s %% of %d samples right (95 %% confidence: %s to %s %%)",
        Percent.of(report.accuracy(), 2),
        report.samples(),
        Percent.atLeast(report.confidence().low(), 2),
        Percent.atMost(report.confidence().high(), 2));
  }

  /**
   * The accuracy on samples of a table, which repeat; the interval is that for the different
   * samples.
   */
  private String ofTable() {
    return String.format(
        Locale.ROOT,
        """
        %s of %s, its samples again and again: nothing here is a fresh sample
        kept out of training: %s %% of %d answers right, on %d samples (95 %% confidence by these: %s to %s %%)
        all samples: %s %% of %d answers right\
        """,
        report.asked(),
        start.task(),
        Percent.of(report.accuracy(), 2),
        report.samples(),
        report.differentSamples(),
        Percent.atLeast(report.confidence().low(), 2),
        Percent.atMost(report.confidence().high(), 2),
        Percent.of(report.allAccuracy(), 2),
        report.allSamples());
  }

  /** The text for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        """
        %s
        %s
        chip evaluations: %d, %s %% of them upkeep; %d parameters written
        an anchor is read every %.0f evaluations
        time: %.1f s

        run file: %s (%.1f MB, %.0f bytes an evaluation)
        """,
        Assignment.of(start).isTable() ? ofTable() : ofFresh(),
        atTheEnd(),
        report.evaluations(),
        Percent.of(overhead(), 2),
        report.parameterWrites(),
        report.interval(),
        seconds,
        runFile,
        bytes * 1e-6,
        (double) bytes / Math.max(1, report.evaluations()));
  }

  private String atTheEnd() {
    String last =
        report.recentSamples() == 0
            ? ""
            : ": of the last answers "
                + BinomialInterval.share(report.recentRight(), report.recentSamples())
                + String.format(Locale.ROOT, ", where %.1f %% are required", 100 * report.target());
    if (report.outOfTune() == null) {
      return "in tune at the end" + last;
    }
    return "OUT OF TUNE at the end"
        + last
        + (report.dead() == null ? "" : "; " + report.dead() + " died");
  }
}
