package org.spinbench.experiments.runner;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/**
 * Something that a physicist does with a bench. {@link ExperimentRunner} opens the bench, keeps
 * every message, reading and event in a run file, brings the bench to rest whatever happens, and
 * resumes and replays the run.
 *
 * <p>An experiment reaches instruments, time and chance only through its {@link RunContext} and the
 * seed of its {@link Configuration}: then it does the same when the run is replayed.
 *
 * @param <R> what it comes to
 */
public interface Experiment<R> {
  /** The name of its kind in run files, such as {@code train}. */
  String kind();

  /** What it was asked to do. */
  Configuration configuration();

  /**
   * Refuses a bench on which it cannot be done. No instrument has been reached yet.
   *
   * @throws IllegalArgumentException saying what the bench lacks
   */
  default void requireSuits(BenchFile file) {}

  /**
   * Looks at an opened bench before the run file is made, and sets nothing.
   *
   * @throws RuntimeException to refuse; nothing was set, and there is no run file
   */
  default void preflight(Bench bench, Preflight preflight) {}

  /** Does it. The bench is left as it is; the runner brings it to rest. */
  R run(RunContext context);

  /**
   * How a run is resumed on instruments, which were in use meanwhile. By default {@link
   * RunContext#step} answers what the record holds, and the rest is done.
   */
  default RunFile.GoingOn resumedOnInstruments() {
    return RunFile.GoingOn.CONTINUED;
  }

  /** How the run ends when {@link #run} has returned. */
  default Ending ending(R result) {
    return new Ending(StopDocument.SUCCESS, "", Json.write(result));
  }

  /**
   * How a run ends.
   *
   * @param status {@link StopDocument#SUCCESS} or {@link StopDocument#FAILED}
   * @param message why it failed; empty if it did not
   * @param results what it came to, as a JSON object
   */
  record Ending(String status, String message, String results) {}

  /** A line for the user of a run that ended early, such as how to resume it; empty for none. */
  default String unfinished(RunContext context, boolean stopped) {
    return "";
  }
}
