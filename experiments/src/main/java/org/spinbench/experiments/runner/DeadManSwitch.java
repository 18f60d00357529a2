package org.spinbench.experiments.runner;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Brings a bench to rest when this program dies or hangs: a process of its own that this program
 * keeps informed. Starting it opens its links.
 */
public interface DeadManSwitch extends AutoCloseable {
  /** Starts one, and what it is told by. */
  interface Starter {
    /**
     * Starts one.
     *
     * @param waits whether this program waits for a person, so that it works though nothing passes
     */
    DeadManSwitch start(BooleanSupplier waits);

    /** Shows that this program works again after it has waited for a person. */
    void works();
  }

  /**
   * Waits until it can do its work; to be called before anything is set.
   *
   * @throws IllegalStateException if it does not start
   */
  void awaitReady();

  /** This program has opened its links, and the run begins. */
  void opened();

  /** Has what it does written down in a file. */
  void report(Path file);

  /** Everything is at rest: it may end. */
  void relieve();

  /**
   * This program ends. Unless it was relieved before, it goes on trying to bring the bench to rest.
   */
  @Override
  void close();
}
