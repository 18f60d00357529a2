package org.spinbench.app.command.measure;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.CalibrationChart;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.Progress;
import org.spinbench.calibration.Calibration;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.runner.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Calibrates the chip of a bench. */
@Command(
    name = "calibrate",
    description = "Measures the response of every synapse and neuron of the chip.",
    mixinStandardHelpOptions = true)
public final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  @Option(names = "--json", description = "print the calibration as JSON instead of a table")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "write the calibration as JSON, and a picture of its curves beside it as FILE.png")
  private Path save;

  @Mixin private OverwriteOption overwrite;

  @Mixin private NewRun made;

  @Override
  public Integer call() {
    Path picture = save == null ? null : Path.of(save + ".png");
    overwrite.requireFile("--save", save);
    overwrite.requireFile("--save", picture);
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = Progress.to(spec.commandLine().getErr());
    Calibration calibration;
    try (Backend backend = Backends.of(options)) {
      calibration =
          made.runner(progress)
              .run(
                  backend,
                  new CalibrationExperiment(),
                  finished -> {
                    Faulty.say(finished.file(), progress);
                    return finished.result();
                  });
    }
    out.print(json ? calibration.toJson() + "\n" : calibration.describe());
    out.flush();
    calibration.dead().forEach(progress::say);
    if (save != null) {
      calibration.save(save);
      CalibrationChart.write(calibration, picture);
      progress.say("saved " + save + " and " + picture);
    }
    return 0;
  }
}
