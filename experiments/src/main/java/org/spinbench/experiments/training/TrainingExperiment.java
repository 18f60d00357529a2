package org.spinbench.experiments.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;

/** The experiment: trains the chip of a bench ({@link TrainingRun}). */
public final class TrainingExperiment implements Experiment<TrainingResult> {
  /** Its name in run files. */
  public static final String KIND = "train";

  private final Assignment task;
  private final long seed;
  private final TrainingOptions options;

  /**
   * A training.
   *
   * @param seed of the samples and of every random choice
   */
  public TrainingExperiment(Assignment task, long seed, TrainingOptions options) {
    this.task = task;
    this.seed = seed;
    this.options = options;
  }

  /** The same as a run. */
  public static TrainingExperiment of(RunFile run) {
    StartDocument start = run.start();
    return new TrainingExperiment(
        Assignment.of(start), start.seed(), TrainingOptions.of(start.options()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> all = new LinkedHashMap<>(options.toMap());
    all.putAll(task.options());
    return new Configuration(task.name(), seed, all);
  }

  @Override
  public void requireSuits(BenchFile file) {
    CalibrationExperiment.requireTunable(file);
    task.requireSuits(file, options, seed);
  }

  @Override
  public RunFile.GoingOn resumedOnInstruments() {
    return RunFile.GoingOn.ANSWERED;
  }

  @Override
  public TrainingResult run(RunContext context) {
    TrainingRun training =
        new TrainingRun(context.bench(), context.file(), new TrainingDisplay(context.display()));
    return context.resumed().map(training::resume).orElseGet(training::execute);
  }

  @Override
  public String unfinished(RunContext context, boolean stopped) {
    return stopped ? "resume with: spinbench train --resume " + context.file().path() : "";
  }
}
