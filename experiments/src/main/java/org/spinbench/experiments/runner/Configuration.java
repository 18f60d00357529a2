package org.spinbench.experiments.runner;

import java.util.Map;

/**
 * The settings of an experiment as data: with the bench file, they are enough to recreate it.
 *
 * @param task name of its subject, for the name of its run file; may be empty
 * @param seed of every random choice; 0 if it makes none
 * @param options every other choice, by name
 */
public record Configuration(String task, long seed, Map<String, String> options) {
  /** No choices. */
  public static final Configuration NONE = new Configuration("", 0, Map.of());
}
