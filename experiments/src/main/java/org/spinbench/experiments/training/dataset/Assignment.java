package org.spinbench.experiments.training.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.task.Iris;
import org.spinbench.experiments.task.SampleFile;
import org.spinbench.experiments.task.TableTask;
import org.spinbench.experiments.task.TableTask.Columns;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;

/**
 * The task of a run, as in its file: a task by name, or a file of samples with the roles of its
 * columns. The samples stay in their file. The run stores their digest, so that it is never resumed
 * with other samples.
 *
 * @param name of the task, or of the file without the folder
 * @param options in addition to the name
 */
public record Assignment(String name, Map<String, String> options) {
  private static final String FILE = "file";
  private static final String DIGEST = "sha-256";

  /** A task with drawn samples. */
  public static Assignment of(Task task) {
    return new Assignment(task.name(), Map.of());
  }

  /**
   * A task of the program.
   *
   * @throws IllegalArgumentException if there is none with this name
   */
  public static Assignment named(String name) {
    return name.equalsIgnoreCase(Iris.NAME)
        ? new Assignment(Iris.NAME, Map.of())
        : of(Task.named(name));
  }

  /**
   * The samples of a file.
   *
   * @throws IllegalArgumentException naming the file and the problem
   */
  public static Assignment of(Path file, Columns columns) {
    new TableTask(file, columns);
    Map<String, String> options = new LinkedHashMap<>(columns.toMap());
    options.put(FILE, file.toString());
    options.put(DIGEST, SampleFile.of(file).digest());
    return new Assignment(file.getFileName().toString(), options);
  }

  /** The task of a run. */
  public static Assignment of(StartDocument start) {
    Map<String, String> options = new LinkedHashMap<>(Columns.of(start.options()).toMap());
    if (isFile(start.options())) {
      options.put(FILE, start.options().get(FILE));
      options.put(DIGEST, start.options().get(DIGEST));
    }
    return new Assignment(start.task(), options);
  }

  /** Whether a task with these options is a file of samples. */
  public static boolean isFile(Map<String, String> options) {
    return options.containsKey(DIGEST);
  }

  /** Whether there are only the samples of a table, and no fresh ones. */
  public boolean isTable() {
    return isFile(options) || name.equals(Iris.NAME);
  }

  /**
   * The data set for a bench.
   *
   * @param seed of the samples, or of the split of a table
   * @param sizes maximum number of samples in each part
   * @throws IllegalArgumentException if the file has changed, or does not suit the bench
   */
  public Dataset dataset(long seed, TaskData.Sizes sizes, BenchFile bench) {
    if (!isTable()) {
      return new DrawnDataset(Task.named(name), seed, sizes, bench);
    }
    return new TableDataset(table(), seed, sizes, bench);
  }

  private TableTask table() {
    if (!isFile(options)) {
      return Iris.task();
    }
    Path file = new SampleFile(Path.of(options.get(FILE)), options.get(DIGEST)).verified();
    return new TableTask(file, Columns.of(options));
  }
}
