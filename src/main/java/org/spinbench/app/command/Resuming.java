package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.function.Function;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.ExperimentRunner.Finished;
import org.spinbench.experiments.upkeep.WatchExperiment;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Resumes a run that was stopped or killed, on the bench that its file names.
 *
 * @param name of the run, as it was typed
 * @param folder of the runs
 * @param options the bench file, if another was typed, and how it is reached
 */
public record Resuming(String name, Path folder, BenchOptions options, CommandSpec spec) {
  /**
   * Does the rest of the run.
   *
   * @param again makes the experiment of the run
   * @param report reads the result while the run file is open
   */
  public <R, T> T resume(
      ExperimentRunner runner,
      Function<RunFile, Experiment<R>> again,
      Function<Finished<R>, T> report) {
    requireUnfinished();
    try (RunFile run = new Runs(folder).open(name)) {
      Long chipSeed = run.start().chipSeed();
      if (options.benchFile != null && chipSeed != null) {
        throw new ParameterException(
            spec.commandLine(),
            options.benchFile
                + " has no effect here: "
                + name
                + " is of a simulated chip, which is made again from the copy in the run; leave it"
                + " out");
      }
      options.chipSeed = chipSeed;
      options.simulated |= chipSeed != null;
      options.coupling = run.coupling().orElse(null);
      BenchOfRun now = BenchOfRun.now(run, name, options.benchFile, options.warnings());
      try (Backend backend = Backends.resuming(options, run, now)) {
        return runner.resume(backend, again.apply(run), run, report);
      }
    }
  }

  /**
   * Demands a run of one kind.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public void requireKind(String kind) {
    try (RunFile run = new Runs(folder).read(name)) {
      String other = run.start().kind();
      if (!other.equals(kind)) {
        throw new IllegalArgumentException(
            run.path() + " is a run of '" + other + "'; resume it with: spinbench resume " + name);
      }
    }
  }

  /** Where the run that trained the chip of this watch lies. */
  public Path training() {
    try (RunFile run = new Runs(folder).read(name)) {
      return WatchExperiment.training(run);
    }
  }

  /** What a run is of; nothing is written. */
  public String kind() {
    try (RunFile run = new Runs(folder).read(name)) {
      return run.start().kind();
    }
  }

  /**
   * Looks into the file without writing, so that another run, or one that ended, stays as it is.
   */
  private void requireUnfinished() {
    try (RunFile run = new Runs(folder).read(name)) {
      if (run.stop().filter(stop -> stop.status().equals(StopDocument.SUCCESS)).isPresent()) {
        throw new IllegalArgumentException(
            run.path()
                + " has ended, so there is nothing to resume; 'spinbench runs show' prints its"
                + " result");
      }
      if (options.simulated && run.start().chipSeed() == null) {
        throw new ParameterException(
            spec.commandLine(),
            "--simulated: " + name + " is of a real chip, and a simulated chip cannot continue it");
      }
    }
  }
}
