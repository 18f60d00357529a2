package org.spinbench.experiments.comparison;

import org.spinbench.experiments.run.RunFile;

/** Repeats the setpoints of a run of one kind on another bench, and compares. */
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
   *     the request asks for what has no effect on it
   */
  ComparedRun compare(RunFile run, ComparisonRequest request);
}
