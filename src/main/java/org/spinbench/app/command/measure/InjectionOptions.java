package org.spinbench.app.command.measure;

import java.util.List;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.recipe.LockingRecipe;
import org.spinbench.experiments.sweep.plan.Plan;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The neuron and the tone of an injection locking map. */
final class InjectionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--neuron",
      paramLabel = "NAME",
      required = true,
      description = "the neuron whose line is measured")
  private String neuron;

  @Option(
      names = "--bias",
      paramLabel = "A",
      required = true,
      description = "its bias, above the threshold")
  private double bias;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      required = true,
      description = "the source of the injected tone: an RF source, or an input of the chip")
  private String source;

  @Option(
      names = "--levels",
      paramLabel = "LEVEL",
      split = ",",
      required = true,
      description = "its powers, separated by commas: dBm, or W for an input of the chip")
  private List<Double> levels;

  @Option(names = "--from", paramLabel = "Hz", required = true, description = "first frequency")
  double from;

  @Option(names = "--to", paramLabel = "Hz", required = true, description = "last frequency")
  double to;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "61",
      description = "frequencies of each power (default: ${DEFAULT-VALUE})")
  private int points;

  /** The plan for a bench; an RF source that is no input of the chip is switched on. */
  Plan plan(BenchFile file) {
    if (points < 5) {
      throw new ParameterException(
          spec.commandLine(), "--points is " + points + "; a range needs at least 5");
    }
    Plan plan =
        LockingRecipe.plan(
            neuron, bias, new LockingRecipe.Injection(source, levels, from, to, points));
    return file.indexOfInput(source) >= 0 ? plan : plan.set(source + ".output", "true");
  }
}
