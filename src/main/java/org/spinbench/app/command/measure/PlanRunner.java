package org.spinbench.app.command.measure;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.PlanSize;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.Rehearsal;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;
import picocli.CommandLine;

/** Measures a plan on a bench, and writes run file, data and plot. */
public final class PlanRunner {
  private final CommandLine line;
  private final PrintWriter out;
  private final Progress progress;
  private final MeasureOptions options;
  private final Clock stopwatch = new SystemClock();

  PlanRunner(CommandLine line, MeasureOptions options) {
    this.line = line;
    out = line.getOut();
    progress = Progress.to(line);
    this.options = options;
  }

  /**
   * Executes the options.
   *
   * @return the exit code
   */
  public int measure(Plan plan) {
    if (options.printPlan) {
      out.print(plan.toToml());
      out.flush();
      return 0;
    }
    requireSize(plan);
    if (options.dryRun) {
      return dryRun(plan);
    }
    return print(sessions().measure(plan));
  }

  /** Refuses a plan with too many points, and forecasts a large one. */
  void requireSize(Plan plan) {
    PlanSize.require(
        plan,
        Backends.copyToRehearse(options.bench),
        options.maxPoints,
        "need --max-points " + plan.points() + "; add it, or use fewer points",
        progress);
  }

  /**
   * Resumes a run.
   *
   * @param longer path of a plan that extends it
   * @return the exit code
   */
  int resume(Optional<Path> longer) {
    return print(sessions().resume(options.resume, longer.map(Plan::read), options.skipPoint));
  }

  /** The sessions of one measurement. */
  MeasureSessions sessions() {
    return new MeasureSessions(options, line.getCommandSpec(), progress);
  }

  private int print(MeasureReport report) {
    out.print(options.json ? report.json() + "\n" : report.text());
    out.flush();
    return 0;
  }

  /** Measures a plan. */
  public static MeasureReport measure(ExperimentRunner runner, Backend backend, Plan plan) {
    return runner.run(
        backend,
        new Measurement(plan, MeasureOutput.opener(plan, PictureForm.SCREEN)),
        finished -> MeasureReport.of(finished, PictureForm.SCREEN));
  }

  /** A dry run; opens only a simulated copy of the bench. */
  private int dryRun(Plan plan) {
    BenchFile file = Backends.copyToRehearse(options.bench);
    Recipe.analysis(plan, file, Optional.empty());
    long begin = stopwatch.nanos();
    SimulatedBench copy =
        Backends.simulated(options.bench.benchFile, () -> new SimulatedBench(file, 1));
    try (Bench bench = Bench.open(file, copy, copy.clock())) {
      Rehearsal.Estimate estimate = Rehearsal.of(bench, plan);
      double seconds = (stopwatch.nanos() - begin) * 1e-9;
      RehearsalReport report = new RehearsalReport(plan.name(), estimate, seconds);
      out.print(options.json ? report.json() + "\n" : report.text());
      out.flush();
      return estimate.refused() == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
  }
}
