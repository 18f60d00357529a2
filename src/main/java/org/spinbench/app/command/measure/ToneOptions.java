package org.spinbench.app.command.measure;

import java.util.List;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.recipe.IntermodulationRecipe;
import org.spinbench.experiments.sweep.plan.Plan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The two tones of an intermodulation measurement. */
final class ToneOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--sources",
      paramLabel = "NAME",
      split = ",",
      required = true,
      description = "the two sources, separated by a comma: RF sources, or inputs of the chip")
  private List<String> sources;

  @Option(
      names = "--analyzer",
      paramLabel = "NAME",
      description =
          "the spectrum analyzer (default: that of the bench file's readout, or the only one)")
  private String analyzer;

  @Option(
      names = "--centre",
      paramLabel = "Hz",
      required = true,
      description = "frequency in the middle of the tones")
  private double centre;

  @Option(
      names = "--spacing",
      paramLabel = "Hz",
      required = true,
      description = "distance of the tones")
  private double spacing;

  @Option(
      names = "--from",
      paramLabel = "LEVEL",
      required = true,
      description = "first level of both tones: dBm, or W for inputs of the chip")
  double from;

  @Option(names = "--to", paramLabel = "LEVEL", required = true, description = "last level")
  double to;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "21",
      description = "levels of each tone and product (default: ${DEFAULT-VALUE})")
  private int points;

  /** The plan for a bench; RF sources that are no inputs of the chip are switched on. */
  Plan plan(BenchFile file) {
    if (sources.size() != 2 || sources.get(0).equals(sources.get(1))) {
      throw new ParameterException(
          spec.commandLine(),
          "--sources: give two different sources, not " + String.join(",", sources));
    }
    if (points < 4) {
      throw new ParameterException(
          spec.commandLine(), "--points is " + points + "; a product needs at least 4 levels");
    }
    if (!(spacing > 0 && centre > 1.5 * spacing)) {
      throw new ParameterException(
          spec.commandLine(),
          "--spacing is "
              + spacing
              + " Hz; it must be above 0, and below 2/3 of --centre, which is "
              + centre
              + " Hz");
    }
    Plan plan =
        IntermodulationRecipe.plan(
            new IntermodulationRecipe.Tones(
                sources.get(0), sources.get(1), centre, spacing, from, to, points),
            analyzer == null ? MeasureCommand.analyzer(file) : analyzer);
    for (String source : sources) {
      plan = file.indexOfInput(source) >= 0 ? plan : plan.set(source + ".output", "true");
    }
    return plan;
  }
}
