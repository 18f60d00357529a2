package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.experiments.sweep.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures by a plan. */
@Command(
    name = "measure",
    description = {
      "Sweeps any settings of a bench, reads any readings, and writes run file, data and plot.",
      "A plan is a file (docs/measure.md)."
    },
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PLAN.toml",
      description = "what to measure")
  private Path plan;

  @Mixin private MeasureOptions options;

  @Override
  public Integer call() {
    if (plan == null) {
      throw new ParameterException(spec.commandLine(), "which plan? Give a PLAN.toml");
    }
    return new Measuring(spec.commandLine(), options).measure(Plan.read(plan));
  }
}
