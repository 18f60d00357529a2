package org.spinbench.experiments.comparison;

import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Backend;

/** Makes the backends on which a run is repeated. Whoever is given one closes it. */
public interface OtherBench {
  /**
   * The bench that the user named, or that of the run.
   *
   * @param file of the run
   */
  Backend bench(RunFile run, BenchFile file);

  /** A simulated bench. */
  Backend simulated(BenchFile file);

  /** A bench file with a section on simulation: its own, or else that of the default bench. */
  BenchFile simulable(BenchFile file);
}
