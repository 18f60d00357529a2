package org.spinbench.experiments.runner;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Brings a bench to rest if this program dies or hangs: a separate process that this program keeps
 * informed. It opens its own links at the start.
 */
public interface DeadManSwitch extends AutoCloseable {
  /** Starts the process. */
  interface Starter {
    /**
     * Starts the process.
     *
     * @param waits whether this program waits for a person, so that silence is not a failure
     */
    DeadManSwitch start(BooleanSupplier waits);

    /** Reports that this program works again after waiting for a person. */
    void works();
  }

  /**
   * Waits until the process is ready; call it before anything is set.
   *
   * @throws IllegalStateException if it does not start
   */
  void awaitReady();

  /** Reports that this program has opened its links, and the run begins. */
  void opened();

  /** Makes the process write a report to a file. */
  void report(Path file);

  /** Reports that everything is at rest, so the process may end. */
  void relieve();

  /**
   * Reports the end of this program. Without {@link #relieve}, the process keeps trying to bring
   * the bench to rest.
   */
  @Override
  void close();
}
