package org.spinbench.app.dashboard;

import java.util.Map;

/** What a client can do with a bench between runs. */
public interface Desk extends AutoCloseable {
  /** Name of the bench, for people. */
  String bench();

  /**
   * Starts a run of a plan.
   *
   * @param plan text of a plan file
   * @throws IllegalStateException if another run is in progress
   * @throws IllegalArgumentException naming what is wrong with the plan
   */
  void start(String plan);

  /**
   * Stops the run that was started last, also one that has not begun yet.
   *
   * @return whether there is one
   */
  boolean stop();

  /**
   * Brings the bench to rest, and stops a run first.
   *
   * @return the state of the bench, in words
   */
  String rest();

  /**
   * Sets a named setting within every limit.
   *
   * @return the value as the instrument keeps it, with its name and unit
   */
  Map<String, Object> set(String name, String value);

  /** Takes a named reading. */
  Map<String, Object> read(String name);

  @Override
  void close();
}
