package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.upkeep.Upkeep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps a trained chip in tune. */
@Command(
    name = "watch",
    description = {
      "Puts what a run trained on the chip of its bench, lets the chip work on samples of its task,"
          + " and keeps it in tune: reads anchors, corrects drift, and says what it finds.",
      "Goes on until it is stopped (Ctrl-C), which brings the bench to rest."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private StationOptions options;

  @Parameters(index = "0", paramLabel = "RUN", description = "run of 'train', by name or file")
  private String trained;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      description = "end after so many evaluations of the chip, those of upkeep included")
  private Long evaluations;

  @Option(
      names = "--overhead",
      paramLabel = "PART",
      description = "largest part of the evaluations that may go to upkeep (default: 0.045)")
  private Double overhead;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "of the samples, or of the order of those of a file (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "folder of the runs (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    if (evaluations != null && evaluations < 1) {
      throw new ParameterException(
          spec.commandLine(), "--evaluations is " + evaluations + "; at least 1");
    }
    WatchReport report;
    try (RunFile training = new Runs(folder).read(trained)) {
      StartDocument start = training.start();
      options.chipSeed = start.chipSeed();
      options.simulated |= start.chipSeed() != null;
      options.coupling =
          BenchFile.Coupling.Mode.valueOf(start.options().get("coupling").toUpperCase(Locale.ROOT));
      try (Station station = Station.of(options, start.bench(), "the bench file of " + trained)) {
        report =
            new Watching(Progress.to(spec.commandLine().getErr()), folder)
                .watch(station, training, upkeep(), seed, end());
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.json() + "\n" : report.text());
    out.flush();
    return 0;
  }

  private OptionalLong end() {
    return evaluations == null ? OptionalLong.empty() : OptionalLong.of(evaluations);
  }

  private Upkeep upkeep() {
    try {
      return overhead == null ? Upkeep.standard() : Upkeep.standard().withOverhead(overhead);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--overhead: " + e.getMessage());
    }
  }
}
