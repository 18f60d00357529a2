package org.spinbench.experiments.runner;

import java.util.function.Supplier;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.run.RunFile;

/**
 * Follows runs while they are made, for example for a live display. The experiment calls it, so
 * every method but {@link #ended} must return at once.
 */
public interface RunFollower {
  /** Follows nothing. */
  RunFollower NONE = new RunFollower() {};

  /** A run begins; its file has its start and its instruments are open. */
  default void began(RunFile run, Bench bench, RunControl control) {}

  /**
   * Something was recorded: a {@code NotedReading}, a {@code NotedSetting}, a {@code
   * NotedEvaluation}, a {@code NotedSample}, a {@code NotedEvent}, a {@code Step}, {@code Columns},
   * a {@code StopDocument}, or a calibration as the text of its JSON. Not recorded are a {@code
   * Calibration}, which is what a trainer believes of the chip now, a {@code DecisionPlane} and a
   * {@code NotedSpectrum}.
   *
   * @param what makes the record; any thread may call it later
   */
  default void recorded(Supplier<?> what) {}

  /**
   * The progress of a stage.
   *
   * @param share completed fraction, 0 to 1; NaN if its length is unknown
   */
  default void progress(String stage, double share, String detail) {}

  /** A line for the user. */
  default void said(String line) {}

  /** The run fails, or is refused before it has begun. */
  default void failed(RuntimeException failure) {}

  /**
   * The bench is at rest, or could not be brought to rest, and the file is closed. A program that a
   * signal stops ends when this has returned.
   */
  default void ended() {}
}
