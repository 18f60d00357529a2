package org.spinbench.experiments.upkeep;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.training.Assignment;

/** The experiment: keeps a trained chip in tune ({@link WatchRun}). */
public final class WatchExperiment implements Experiment<WatchRun.Report> {
  /** Its name in run files. */
  public static final String KIND = "watch";

  private static final String WATCHED = "watched";

  private final RunFile training;
  private final Upkeep upkeep;
  private final long seed;
  private final OptionalLong evaluations;
  private final WatchProgress view;

  /**
   * A watch.
   *
   * @param training the run that trained the chip
   * @param seed of the samples, or of their order
   * @param evaluations most evaluations, those of upkeep included; empty for no end
   * @param view shows how it gets on
   */
  public WatchExperiment(
      RunFile training, Upkeep upkeep, long seed, OptionalLong evaluations, WatchProgress view) {
    this.training = training;
    this.upkeep = upkeep;
    this.seed = seed;
    this.evaluations = evaluations;
    this.view = view;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(WATCHED, training.path().getFileName().toString());
    options.putAll(Assignment.of(training.start()).options());
    return new Configuration(training.start().task(), seed, options);
  }

  @Override
  public void requireSuits(BenchFile file) {
    TrainedChip.of(training, file);
  }

  @Override
  public WatchRun.Report run(RunContext context) {
    TrainedChip trained = TrainedChip.of(training, context.bench().file());
    return new WatchRun(context.bench(), trained, context.file(), upkeep, view)
        .execute(evaluations, context::isStopping);
  }
}
