package org.spinbench.experiments.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.comparison.ComparedRun;
import org.spinbench.experiments.comparison.ComparisonRequest;
import org.spinbench.experiments.comparison.RunComparer;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.measure.SweepOutput;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.transcript.RunTranscripts;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.study.broadcast.BroadcastExperiment;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.upkeep.WatchExperiment;
import org.spinbench.experiments.upkeep.WatchProgress;

/** The known kinds of experiment, by their names in run files. */
public final class ExperimentRegistry implements Function<RunFile, Experiment<?>> {
  private final Map<String, Function<RunFile, Experiment<?>>> kinds;
  private final Map<String, RunComparer> comparers;

  private ExperimentRegistry(
      Map<String, Function<RunFile, Experiment<?>>> kinds, Map<String, RunComparer> comparers) {
    this.kinds = kinds;
    this.comparers = comparers;
  }

  /** The kinds of Spinbench. */
  public static ExperimentRegistry standard() {
    return new ExperimentRegistry(Map.of(), Map.of())
        .with(TrainingExperiment.KIND, TrainingExperiment::of)
        .with(CalibrationExperiment.KIND, CalibrationExperiment::of)
        .with(Measurement.KIND, run -> Measurement.of(run, SweepOutput.NONE))
        .with(BroadcastExperiment.KIND, BroadcastExperiment::of)
        .with(WatchExperiment.KIND, ExperimentRegistry::watch)
        .compared(Measurement.KIND, RunComparer.SWEEP)
        .compared(RunImport.KIND, RunComparer.SWEEP)
        .compared(CalibrationExperiment.KIND, RunComparer.CALIBRATION);
  }

  private static Experiment<?> watch(RunFile run) {
    RunTranscripts transcripts = run.transcripts();
    if (!transcripts.sessions().stream()
        .map(transcripts::manner)
        .allMatch(Manner::recordsRoutine)) {
      throw new RunException(
          run.path()
              + " cannot be replayed: an earlier version recorded this watch without the messages"
              + " of most samples");
    }
    return WatchExperiment.of(run, end -> WatchProgress.NONE);
  }

  /**
   * The same with another kind.
   *
   * @param again makes the experiment of a run
   */
  public ExperimentRegistry with(String kind, Function<RunFile, Experiment<?>> again) {
    Map<String, Function<RunFile, Experiment<?>>> more = new LinkedHashMap<>(kinds);
    more.put(kind, again);
    return new ExperimentRegistry(more, comparers);
  }

  /**
   * The same with another comparison of runs of a kind with their repetition.
   *
   * @param comparer without one, a run is compared as a network
   */
  public ExperimentRegistry compared(String kind, RunComparer comparer) {
    Map<String, RunComparer> more = new LinkedHashMap<>(comparers);
    more.put(kind, comparer);
    return new ExperimentRegistry(kinds, more);
  }

  /**
   * Repeats the setpoints of a run on another bench, and compares the readings.
   *
   * @throws RunException if the run has nothing to compare, or the request does not fit its kind
   */
  public ComparedRun compare(RunFile run, ComparisonRequest request) {
    return comparers.getOrDefault(run.start().kind(), RunComparer.NETWORK).compare(run, request);
  }

  /**
   * The experiment of a run.
   *
   * @throws RunException if its kind is unknown
   */
  @Override
  public Experiment<?> apply(RunFile run) {
    String kind = run.start().kind();
    Function<RunFile, Experiment<?>> again = kinds.get(kind);
    if (again == null) {
      throw new RunException(
          run.path()
              + " is a run of kind '"
              + kind
              + "', which this program does not know; it knows "
              + String.join(", ", kinds.keySet()));
    }
    return again.apply(run);
  }
}
