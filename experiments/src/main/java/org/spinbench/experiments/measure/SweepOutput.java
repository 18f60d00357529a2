package org.spinbench.experiments.measure;

import java.util.List;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;

/** What a measurement writes beside its run file, such as data for a spreadsheet and a picture. */
public interface SweepOutput extends AutoCloseable {
  /** Nothing. */
  Opener NONE = (context, sweep) -> new SweepOutput() {};

  /** Opens what a measurement writes. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it for a run that begins.
     *
     * @throws RuntimeException if it cannot be written
     */
    SweepOutput open(RunContext context, Sweep sweep);
  }

  /** What takes each point when it is measured. */
  default List<SweepListener> listeners() {
    return List.of();
  }

  /** Writes what is left, however the measurement ended. */
  @Override
  default void close() {}
}
