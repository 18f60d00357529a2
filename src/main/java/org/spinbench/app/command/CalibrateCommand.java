package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.CalibrationChart;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.BringUp;
import org.spinbench.drivers.bench.Bench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Calibrates the chip of a bench. */
@Command(
    name = "calibrate",
    description = "Measures how every synapse and neuron of the chip responds.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  private static final Duration VALIDITY = Duration.ofHours(24);

  @Spec private CommandSpec spec;
  @Mixin private StationOptions options;

  @Option(names = "--json", description = "print the calibration as JSON instead of a table")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "write the calibration as JSON, and its curves beside it as FILE.png")
  private Path save;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = Progress.to(spec.commandLine().getErr());
    Calibration calibration;
    try (Station station = Station.of(options)) {
      try (Bench bench = station.openBench()) {
        calibration = Safeguard.during(bench, progress, guard -> calibrate(bench, progress));
      }
      station.verifyReplayed();
    }
    out.print(json ? calibration.toJson() + "\n" : calibration.describe());
    out.flush();
    if (save != null) {
      calibration.save(save);
      Path picture = Path.of(save + ".png");
      CalibrationChart.write(calibration, picture);
      progress.say("saved " + save + " and " + picture);
    }
    return 0;
  }

  private static Calibration calibrate(Bench bench, Progress progress) {
    List<String> identities =
        bench.identities().entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
    try {
      return BringUp.calibrate(
          bench.ports(),
          new BringUp.Options(VALIDITY, identities),
          (stage, done, total) -> progress.show("calibrating", (double) done / total, stage));
    } finally {
      progress.clear();
    }
  }
}
