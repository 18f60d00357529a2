package org.spinbench.app.command.measure;

import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.PictureOptions;
import org.spinbench.app.command.PlanSize;
import org.spinbench.app.command.Ranges;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every command that measures a plan. */
final class MeasureOptions {
  @Mixin BenchOptions bench;

  @Option(
      names = "--dry-run",
      description =
          "send nothing: run the plan on a simulated copy of the bench, report refused "
              + "setpoints with their limits, and estimate the time")
  boolean dryRun;

  @Option(names = "--print-plan", description = "print the plan as a file to edit; measure nothing")
  boolean printPlan;

  @Option(
      names = "--max-points",
      paramLabel = "N",
      defaultValue = PlanSize.MOST,
      converter = Ranges.AtLeastOne.class,
      description = "refuse a plan with more points (default: ${DEFAULT-VALUE})")
  long maxPoints;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "resume this run instead of beginning one; with a PLAN.toml, extend it: the plan must"
              + " begin with the points of the run")
  String resume;

  @Option(
      names = "--skip-point",
      description = "with --resume: leave out the point at which the run ended")
  boolean skipPoint;

  @Mixin NewRun made;

  @Mixin PictureOptions pictures;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  boolean json;
}
