package org.spinbench.experiments.comparison;

import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Backend;

/** Makes the backends on which a run is repeated. The caller closes them. */
public interface OtherBench {
  /**
   * The bench that the user named, or that of the run.
   *
   * @param file of the run
   */
  Backend bench(RunFile run, BenchFile file);

  /**
   * A simulated bench with a new chip, unaffected by the run.
   *
   * @param chip calibration of the chip; not needed for an ideal one
   */
  Backend simulated(BenchFile file, Physics physics, Optional<Calibration> chip);
}
