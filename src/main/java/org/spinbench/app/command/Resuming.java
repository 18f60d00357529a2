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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Resumes a run that was stopped or killed, on the bench in its file.
 *
 * @param name of the run as typed
 * @param folder of the runs
 * @param options a bench file, if the user named one, and its links
 */
public record Resuming(String name, Path folder, BenchOptions options, CommandSpec spec) {
  /**
   * Completes the run.
   *
   * @param again recreates the experiment of the run
   * @param report uses the result while the run file is open
   */
  public <R, T> T resume(
      ExperimentRunner runner,
      Function<RunFile, Experiment<R>> again,
      Function<Finished<R>, T> report) {
    requireUnfinished();
    return proceed(runner, again, report);
  }

  /** The same for a run that may have ended, with an experiment that does more. */
  public <R, T> T extend(
      ExperimentRunner runner,
      Function<RunFile, Experiment<R>> again,
      Function<Finished<R>, T> report) {
    return proceed(runner, again, report);
  }

  private <R, T> T proceed(
      ExperimentRunner runner,
      Function<RunFile, Experiment<R>> again,
      Function<Finished<R>, T> report) {
    try (RunFile run = new Runs(folder).open(name)) {
      Long chipSeed = run.start().chipSeed();
      if (options.benchFile != null && chipSeed != null) {
        requireCopy(run);
        options.benchFile = null;
      }
      options.chipSeed = chipSeed;
      run.world().ifPresent(world -> options.inWorld(world, "the world of " + name));
      options.simulated |= chipSeed != null;
      options.coupling = run.benchFile().neurons().isEmpty() ? null : run.coupling().orElse(null);
      BenchOfRun now = BenchOfRun.now(run, name, options.benchFile, options.warnings());
      try (Backend backend = Backends.resuming(options, run, now)) {
        return runner.resume(backend, again.apply(run), run, report);
      }
    }
  }

  private void requireCopy(RunFile run) {
    if (!Backends.text(options.benchFile).equals(run.start().bench())) {
      throw new ParameterException(
          spec.commandLine(),
          options.benchFile
              + " has no effect here: "
              + name
              + " has a simulated chip, which is recreated from the copy in the run, and the file"
              + " differs from that; leave it out");
    }
  }

  /**
   * Says how to get the notices that the bench file of the run asks for. The copy in the run itself
   * is not obeyed, because somebody else may have made it.
   */
  public void sayNotices() {
    if (options.benchFile != null) {
      return;
    }
    try (RunFile run = new Runs(folder).read(name)) {
      if (!run.benchFile().labels().notices().isEmpty()) {
        options
            .warnings()
            .accept(
                "no notices are sent: they are for commands and addresses in your own bench file,"
                    + " not in its copy in the run. To send them, add the bench file behind "
                    + name
                    + " BENCH.toml");
      }
    }
  }

  /**
   * Requires a run of one kind.
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

  /** The kind of a run; nothing is written. */
  public String kind() {
    try (RunFile run = new Runs(folder).read(name)) {
      return run.start().kind();
    }
  }

  /** Reads the file without writing, so that a completed or unsuitable run is not changed. */
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
