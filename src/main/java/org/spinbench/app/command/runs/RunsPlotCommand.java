package org.spinbench.app.command.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.LearningChart;
import org.spinbench.app.chart.RunChart;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.training.TrainingExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  private static final List<String> ENDINGS = List.of(".png", ".svg", ".pdf");

  /** Widths of a picture on paper, mm. */
  private static final double NARROWEST = 40;

  private static final double WIDEST = 500;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "name of the run, or path of its file")
  private String name;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "file to write; its ending is the format: .png, .svg or .pdf")
  private Path output;

  @Option(
      names = "--picture-width",
      paramLabel = "MM",
      description =
          "width on paper, mm; a PNG then has 300 dots to the inch (default: a size for screens)")
  private Double width;

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
    if (width != null && !(width >= NARROWEST && width <= WIDEST)) {
      throw new ParameterException(
          spec.commandLine(),
          "--picture-width is "
              + width
              + " mm; from "
              + NARROWEST
              + " to "
              + WIDEST
              + " mm (a column of most journals has 85 mm)");
    }
    overwrite.requireFile("--output", output);
    try (RunFile run = new Runs(folder.path()).read(name)) {
      OptionalDouble paper = width == null ? OptionalDouble.empty() : OptionalDouble.of(width);
      if (run.start().kind().equals(TrainingExperiment.KIND)) {
        LearningChart.write("Learning " + run.start().task(), run, output, paper);
      } else {
        RunChart.of(run).write(output, paper);
      }
    }
    spec.commandLine().getOut().println(output);
    return 0;
  }
}
