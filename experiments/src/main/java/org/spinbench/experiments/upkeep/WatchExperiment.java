package org.spinbench.experiments.upkeep;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.training.dataset.Assignment;

/** The experiment: keeps a trained chip in tune ({@link WatchRun}). */
public final class WatchExperiment implements Experiment<WatchRun.Report> {
  /** Its name in run files. */
  public static final String KIND = "watch";

  private static final String WATCHED = "watched";
  private static final String OVERHEAD = "overhead";
  private static final String EVALUATIONS = "evaluations";

  private final Path training;
  private final DriftCompensation upkeep;
  private final long seed;
  private final OptionalLong evaluations;
  private final WatchProgress view;

  /**
   * A watch.
   *
   * @param training file of the run that trained the chip
   * @param seed of the samples, or of their order
   * @param evaluations most evaluations, those of upkeep included; empty for no end
   * @param view shows how it gets on
   */
  public WatchExperiment(
      Path training,
      DriftCompensation upkeep,
      long seed,
      OptionalLong evaluations,
      WatchProgress view) {
    this.training = training;
    this.upkeep = upkeep;
    this.seed = seed;
    this.evaluations = evaluations;
    this.view = view;
  }

  /**
   * The same as a run.
   *
   * @param view makes what shows how it gets on, from its most evaluations
   */
  public static WatchExperiment of(RunFile run, Function<OptionalLong, WatchProgress> view) {
    Map<String, String> options = run.start().options();
    DriftCompensation upkeep = DriftCompensation.standard();
    if (options.containsKey(OVERHEAD)) {
      upkeep = upkeep.withOverhead(Double.parseDouble(options.get(OVERHEAD)));
    }
    OptionalLong end =
        options.containsKey(EVALUATIONS)
            ? OptionalLong.of(Long.parseLong(options.get(EVALUATIONS)))
            : OptionalLong.empty();
    return new WatchExperiment(training(run), upkeep, run.start().seed(), end, view.apply(end));
  }

  /** Where the run that trained the chip of a watch lies: beside it. */
  public static Path training(RunFile run) {
    return run.path().resolveSibling(run.start().options().get(WATCHED));
  }

  private TrainedChip trained(BenchFile file) {
    return ofTraining(run -> TrainedChip.of(run, file));
  }

  private <T> T ofTraining(Function<RunFile, T> read) {
    try (RunFile run = RunFile.read(training)) {
      return read.apply(run);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> options = new LinkedHashMap<>();
    StartDocument trained = ofTraining(RunFile::start);
    options.put(WATCHED, training.getFileName().toString());
    options.put(OVERHEAD, Double.toString(upkeep.overhead()));
    evaluations.ifPresent(end -> options.put(EVALUATIONS, Long.toString(end)));
    options.putAll(Assignment.of(trained).options());
    return new Configuration(trained.task(), seed, options);
  }

  @Override
  public void requireSuits(BenchFile file) {
    trained(file);
  }

  @Override
  public WatchRun.Report run(RunContext context) {
    RunFile run = context.file();
    TrainedChip trained = trained(context.bench().file());
    boolean continued = context.resumed().equals(Optional.of(RunFile.GoingOn.CONTINUED));
    long before = continued ? run.lastNumber() : 0;
    if (continued) {
      String said =
          "resumed behind evaluation " + before + "; the result is of the evaluations since then";
      run.event(context.bench().clock().now(), "resume", said);
      context.display().say(said);
    }
    return new WatchRun(context.bench(), trained, run, upkeep, view)
        .execute(evaluations, context::isStopping, before);
  }
}
