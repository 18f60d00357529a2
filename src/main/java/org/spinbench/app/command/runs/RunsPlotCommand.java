package org.spinbench.app.command.runs;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.chart.RunChart;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.PictureWidth;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the readings of a measurement, or the learning curve of a training. */
@Command(
    name = "plot",
    description = {
      "Draws the readings of a run of 'measure', or the learning curve of a run of 'train', as PNG,"
          + " SVG or PDF.",
      "SVG and PDF can be enlarged without loss, for publications. Spectra are not drawn."
    },
    mixinStandardHelpOptions = true)
final class RunsPlotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "file to write; its ending is the format: .png, .svg or .pdf")
  private Path output;

  @Mixin private PictureWidth width;

  @Mixin private OverwriteOption overwrite;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    PictureFile picture = width.file("--output", output);
    overwrite.requireFile("--output", output);
    try (RunFile run = new Runs(folder.path()).read(name)) {
      RunChart.write(run, picture);
    }
    spec.commandLine().getOut().println(output);
    return 0;
  }
}
