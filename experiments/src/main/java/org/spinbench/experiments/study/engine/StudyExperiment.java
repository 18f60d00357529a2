package org.spinbench.experiments.study.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;

/** What the tasks of a study do: settings and a seed make a row. */
public interface StudyExperiment {
  /** The name in a study file. */
  String name();

  /** Names of all settings. */
  Set<String> settings();

  /** All measures, in the order of the columns. */
  List<Measure> measures();

  /** Whether a value of a setting names a file, whose content belongs to the configuration. */
  boolean isFile(String setting, String value);

  /**
   * Prepares the tasks of one point.
   *
   * @param settings by name; others have their defaults
   * @param measures names of the requested measures; others need not be computed
   * @throws IllegalArgumentException naming the setting, its value and what is allowed
   */
  Tasks prepare(Map<String, String> settings, Set<String> measures);

  /** The tasks of one point; any thread may call it, for several seeds at the same time. */
  @FunctionalInterface
  interface Tasks {
    /**
     * Runs one task. The result depends on the seed alone: not on time, threads or other tasks.
     *
     * @param seed of the task
     * @param place of the task
     * @return the requested measures by name: numbers, booleans, texts, or null
     */
    Map<String, Object> row(long seed, Place place);
  }

  /**
   * Where a task works.
   *
   * @param piece file for the state of a long task, from which the task resumes if it exists; the
   *     engine deletes it when the row is kept
   * @param progress receives the completed fraction of the task
   */
  record Place(Path piece, DoubleConsumer progress) {}
}
