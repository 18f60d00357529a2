package org.spinbench.experiments.measure;

import java.util.List;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;

/**
 * Output of a measurement in addition to its run file, such as data for a spreadsheet and a
 * picture.
 */
public interface SweepOutput extends AutoCloseable {
  /** No output. */
  Opener NONE = (context, sweep) -> new SweepOutput() {};

  /** Opens the output. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it for a run at its start.
     *
     * @throws RuntimeException if it cannot be written
     */
    SweepOutput open(RunContext context, Sweep sweep);
  }

  /** The listeners that receive each measured point. */
  default List<SweepListener> listeners() {
    return List.of();
  }

  /** Writes the rest, however the measurement ended. */
  @Override
  default void close() {}
}
