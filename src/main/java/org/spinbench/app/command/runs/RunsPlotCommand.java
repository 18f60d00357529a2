package org.spinbench.app.command.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.RunChart;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the readings of a measurement. */
@Command(
    name = "plot",
    description = {
      "Draws the readings of a run of 'measure' as PNG, SVG or PDF.",
      "SVG and PDF can be enlarged without loss, for publications. Spectra are not drawn."
    },
    mixinStandardHelpOptions = true)
final class RunsPlotCommand implements Callable<Integer> {
  private static final List<String> ENDINGS = List.of(".png", ".svg", ".pdf");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "name of the run, or path of its file")
  private String name;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "file to write; its ending is the format: .png, .svg or .pdf")
  private Path output;

  @Mixin private OverwriteOption overwrite;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    String ending = output.toString().toLowerCase(Locale.ROOT);
    if (ENDINGS.stream().noneMatch(ending::endsWith)) {
      throw new ParameterException(
          spec.commandLine(),
          "--output: " + output + " has none of the endings " + String.join(", ", ENDINGS));
    }
    overwrite.requireFile("--output", output);
    try (RunFile run = new Runs(folder.path()).read(name)) {
      RunChart.of(run).write(output);
    }
    spec.commandLine().getOut().println(output);
    return 0;
  }
}
