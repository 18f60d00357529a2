package org.spinbench.experiments.runner;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;

/** What an experiment has at hand before its run begins. */
public interface Preflight {
  /** Whether this run is to be judged beforehand: one that is replayed is only if it was then. */
  boolean isWanted();

  /**
   * Opens a simulated copy of a bench, to try what is asked for; the caller closes it.
   *
   * @throws RuntimeException if the bench cannot be simulated
   */
  Bench copy(BenchFile file);

  /** Notes in the transcripts that the run is refused before anything was set. */
  void refused();

  /** Whether the user has stopped the run. */
  boolean isStopping();

  /** Where a person sees how the judgement gets on. */
  Display display();
}
