package org.spinbench.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.experiments.upkeep.WatchRun;

/**
 * How a watch went, for people and for programs.
 *
 * @param seconds wall time of the whole command, s
 */
record WatchReport(WatchRun.Report report, Path watched, Path runFile, double seconds) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Json(
      double accuracy,
      long samples,
      Confidence confidence,
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
      String runFile) {}

  private record Confidence(double low, double high) {}

  private double overhead() {
    return (double) report.upkeepEvaluations() / Math.max(1, report.evaluations());
  }

  /** The JSON object, on one line. */
  String json() {
    Json object =
        new Json(
            report.accuracy(),
            report.samples(),
            new Confidence(report.confidence().low(), report.confidence().high()),
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
            runFile.toString());
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        """
        %.2f %% of %d samples right (95 %% confidence: %.2f to %.2f %%)
        chip evaluations: %d, %.2f %% of them upkeep; %d parameters written
        an anchor is read every %.0f evaluations
        time: %.1f s

        run file: %s
        """,
        100 * report.accuracy(),
        report.samples(),
        100 * report.confidence().low(),
        100 * report.confidence().high(),
        report.evaluations(),
        100 * overhead(),
        report.parameterWrites(),
        report.interval(),
        seconds,
        runFile);
  }
}
