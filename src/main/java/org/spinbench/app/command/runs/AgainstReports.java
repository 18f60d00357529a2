package org.spinbench.app.command.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.comparison.ComparedReadings;
import org.spinbench.experiments.comparison.ComparedRun;
import org.spinbench.experiments.comparison.ComparedTraining;
import org.spinbench.experiments.comparison.ComparisonRequest;
import org.spinbench.experiments.registry.ExperimentRegistry;
import org.spinbench.experiments.run.RunFile;

/** Compares a run with its repetition as the options say, and writes the report. */
final class AgainstReports {
  private static final String RUN_ENDING = ".sqlite";

  private final AgainstOptions options;
  private final ComparisonRequest request;

  AgainstReports(AgainstOptions options, Progress progress) {
    this.options = options;
    request =
        new ComparisonRequest(
            options.opponent,
            Optional.ofNullable(options.physics),
            Optional.ofNullable(options.calibration),
            options.fit,
            new AgainstBenches(options),
            progress);
  }

  /** Compares, and writes the page and, if requested, the fitted calibration. */
  ComparisonReport of(RunFile run) {
    ComparedRun compared = ExperimentRegistry.standard().compare(run, request);
    if (compared instanceof ComparedTraining training) {
      Optional<Path> fitted = training.fitted().map(gap -> free(run.path(), "-fitted", ".json"));
      fitted.ifPresent(file -> training.gap().fitted().save(file));
      GapReport report = GapReport.of(run.path(), training, fitted, page(run));
      write(report.page(), new GapPage(report).html());
      return report;
    }
    ComparedReadings readings = (ComparedReadings) compared;
    ReadingReport report =
        new ReadingReport(
            run.path(),
            run.start().kind(),
            readings.other(),
            readings.notes(),
            readings.gap(),
            page(run));
    write(report.page(), report.html());
    return report;
  }

  private Path page(RunFile run) {
    return options.report == null ? free(run.path(), "-gap", ".html") : options.report;
  }

  /** An unused name beside the run, so that an earlier report or calibration is kept. */
  private static Path free(Path run, String name, String ending) {
    String file = run.getFileName().toString();
    String plain =
        file.toLowerCase(Locale.ROOT).endsWith(RUN_ENDING)
            ? file.substring(0, file.length() - RUN_ENDING.length())
            : file;
    Path free = run.resolveSibling(plain + name + ending);
    for (int number = 2; Files.exists(free); number++) {
      free = run.resolveSibling(plain + name + "-" + number + ending);
    }
    return free;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the report " + file + ": " + UserFile.reason(e), e);
    }
  }
}
