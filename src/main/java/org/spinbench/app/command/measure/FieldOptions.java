package org.spinbench.app.command.measure;

import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.recipe.ResonanceFieldRecipe;
import org.spinbench.experiments.sweep.plan.Plan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fields, frequencies and reading of a resonance against field. */
final class FieldOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--field",
      paramLabel = "SETTING",
      required = true,
      description = "setting of the magnet's source, such as magnet.current")
  private String magnet;

  @Option(
      names = "--tesla-per-unit",
      paramLabel = "T",
      required = true,
      description = "field for 1 A or 1 V of that setting")
  private double perUnit;

  @Option(
      names = "--from-field",
      paramLabel = "VALUE",
      required = true,
      description = "first value of the magnet's setting, in its unit")
  double fromField;

  @Option(
      names = "--to-field",
      paramLabel = "VALUE",
      required = true,
      description = "last value of the magnet's setting, in its unit")
  double toField;

  @Option(
      names = "--fields",
      paramLabel = "N",
      defaultValue = "8",
      description = "number of fields, at least 4 (default: ${DEFAULT-VALUE})")
  private int count;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      required = true,
      description = "the RF source, or an input of the chip")
  private String source;

  @Option(names = "--from", paramLabel = "Hz", required = true, description = "first frequency")
  double from;

  @Option(names = "--to", paramLabel = "Hz", required = true, description = "last frequency")
  double to;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "161",
      description = "frequencies of each sweep (default: ${DEFAULT-VALUE})")
  private int points;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      required = true,
      description = "power of the source, dBm, or W for an input of the chip")
  private double level;

  @Option(
      names = "--reading",
      paramLabel = "READING",
      required = true,
      description = "the rectified voltage, such as lock_in.x")
  private String reading;

  /** The plan for a bench; an RF source that is no input of the chip is switched on. */
  Plan plan(BenchFile file) {
    if (count < 4 || points < 9) {
      throw new ParameterException(
          spec.commandLine(),
          count < 4
              ? "--fields is " + count + "; at least 4 determine the film"
              : "--points is " + points + "; a line needs at least 9");
    }
    Plan plan =
        ResonanceFieldRecipe.plan(
            new ResonanceFieldRecipe.Fields(magnet, perUnit, fromField, toField, count),
            new ResonanceFieldRecipe.Tone(source, level, from, to, points),
            reading);
    return file.indexOfInput(source) >= 0 ? plan : plan.set(source + ".output", "true");
  }
}
