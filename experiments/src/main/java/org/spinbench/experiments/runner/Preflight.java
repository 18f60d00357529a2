package org.spinbench.experiments.runner;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;

/** What an experiment can use before its run begins. */
public interface Preflight {
  /** Whether this run is checked beforehand; a replayed run is only if it was refused then. */
  boolean isWanted();

  /**
   * Opens a simulated copy of a bench for a rehearsal; the caller closes it.
   *
   * @throws RuntimeException if the bench cannot be simulated
   */
  Bench copy(BenchFile file);

  /** Notes in the transcripts that the run is refused before anything was set. */
  void refused();

  /** Whether the user has stopped the run. */
  boolean isStopping();

  /** Shows the progress of the check. */
  Display display();
}
