package org.spinbench.experiments.runner;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/**
 * An experiment on a bench. {@link ExperimentRunner} opens the bench, records every message,
 * reading and event in a run file, brings the bench to rest in any case, and resumes and replays
 * the run.
 *
 * <p>An experiment accesses instruments, time and chance only through its {@link RunContext} and
 * the seed of its {@link Configuration}; so it does the same in a replay.
 *
 * @param <R> its result
 */
public interface Experiment<R> {
  /** The name of its kind in run files, such as {@code train}. */
  String kind();

  /** Its configuration. */
  Configuration configuration();

  /**
   * Refuses an unsuitable bench, before any instrument is reached.
   *
   * @throws IllegalArgumentException naming what the bench lacks
   */
  default void requireSuits(BenchFile file) {}

  /**
   * Checks an opened bench before the run file is made; sets nothing.
   *
   * @throws RuntimeException to refuse; then there is no run file
   */
  default void preflight(Bench bench, Preflight preflight) {}

  /** Runs the experiment. It need not bring the bench to rest; the runner does that. */
  R run(RunContext context);

  /**
   * How a run is resumed on instruments, which were in use meanwhile. By default {@link
   * RunContext#step} answers from the record, and only the rest is executed.
   */
  default RunFile.GoingOn resumedOnInstruments() {
    return RunFile.GoingOn.CONTINUED;
  }

  /** The end of the run after {@link #run} has returned. */
  default Ending ending(R result) {
    return new Ending(StopDocument.SUCCESS, "", Json.write(result));
  }

  /**
   * The end of a run.
   *
   * @param status {@link StopDocument#SUCCESS} or {@link StopDocument#FAILED}
   * @param message reason of a failure; empty after success
   * @param results as a JSON object
   */
  record Ending(String status, String message, String results) {}

  /** A note for the user of a run that ended early, such as how to resume it; empty for none. */
  default String unfinished(RunContext context, boolean stopped) {
    return "";
  }
}
