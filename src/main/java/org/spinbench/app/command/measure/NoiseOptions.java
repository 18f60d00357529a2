package org.spinbench.app.command.measure;

import org.spinbench.experiments.recipe.NoiseSpectrumRecipe;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The biases and the reading of a measurement of noise against bias. */
final class NoiseOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--setting",
      paramLabel = "SETTING",
      required = true,
      description = "the bias, such as smu.current")
  private String setting;

  @Option(
      names = "--reading",
      paramLabel = "READING",
      required = true,
      description = "reading to take, such as voltmeter.voltage")
  private String reading;

  @Option(
      names = "--from",
      paramLabel = "VALUE",
      required = true,
      description = "first bias, in the setting's unit")
  double from;

  @Option(names = "--to", paramLabel = "VALUE", required = true, description = "last bias")
  double to;

  @Option(
      names = "--biases",
      paramLabel = "N",
      defaultValue = "5",
      description = "number of biases, at least 3 (default: ${DEFAULT-VALUE})")
  private int biases;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1024",
      description = "readings at each bias (default: ${DEFAULT-VALUE})")
  private int samples;

  /** The plan. */
  Plan plan() {
    if (biases < 3) {
      throw new ParameterException(
          spec.commandLine(), "--biases is " + biases + "; at least 3 show what grows with them");
    }
    if (samples < NoiseSpectrumRecipe.FEWEST) {
      throw new ParameterException(
          spec.commandLine(),
          "--samples is "
              + samples
              + "; a spectrum needs at least "
              + NoiseSpectrumRecipe.FEWEST
              + " readings");
    }
    return NoiseSpectrumRecipe.plan(Axis.linear(setting, from, to, biases), reading, samples);
  }
}
