package org.spinbench.experiments.comparison;

import org.spinbench.experiments.run.RunFile;

/** Repeats the setpoints of a kind of run on another bench, and compares the readings. */
@FunctionalInterface
public interface RunComparer {
  /** For a sweep or an import: reading by reading. */
  RunComparer SWEEP = ReadingComparison::ofSweep;

  /** For a calibration: reading by reading. */
  RunComparer CALIBRATION = ReadingComparison::ofCalibration;

  /** For every run that evaluates a network: layer by layer, and device by device. */
  RunComparer NETWORK = TrainingComparison::of;

  /**
   * Compares.
   *
   * @throws org.spinbench.experiments.run.store.RunException if the run has nothing to compare, or
   *     an option of the request has no effect
   */
  ComparedRun compare(RunFile run, ComparisonRequest request);
}
