package org.spinbench.experiments.runner;

import java.util.Map;

/**
 * What an experiment was asked to do, as data: enough, with the bench file, to make it again.
 *
 * @param task name of what it is about, which becomes part of the name of its run file; may be
 *     empty
 * @param seed of every random choice; 0 if it makes none
 * @param options every other choice, by name
 */
public record Configuration(String task, long seed, Map<String, String> options) {
  /** Nothing to choose. */
  public static final Configuration NONE = new Configuration("", 0, Map.of());
}
