package org.spinbench.experiments.study.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;

/** Runs the tasks of a study that have no row yet, and keeps each row as soon as there is one. */
public final class StudyRun {
  private final Study study;
  private final StudyFolder folder;
  private final TaskRunner runner;

  /**
   * A run.
   *
   * @param clock times the tasks
   * @param host name of this computer
   * @throws IllegalArgumentException if the study is not the one of the folder: if its file, or one
   *     that it names, has changed since. Only the number of seeds may have grown.
   */
  public StudyRun(Study study, StudyFolder folder, Clock clock, String host) {
    this.study = study;
    this.folder = folder;
    runner = new TaskRunner(study, folder.head().commit(), clock, host);
    if (!study.configurations().equals(folder.head().configurations())
        || !study.measures().equals(folder.head().measures())) {
      throw new IllegalArgumentException(
          "the study in "
              + folder.path()
              + " began with other settings or measures, or a file that it names has changed since;"
              + " restore the file, or run the study in another folder");
    }
  }

  /**
   * The result.
   *
   * @param ran number of tasks that this run did
   * @param failed number of them that failed
   */
  public record Result(int ran, int failed) {}

  /**
   * Runs what is missing on threads of this program; tasks that failed are repeated.
   *
   * @param progress receives the completed fraction of the study
   */
  public Result run(LocalEngine engine, DoubleConsumer progress) {
    return run(
        progress,
        (missing, tally, ended) ->
            engine.run(
                missing,
                task ->
                    runner.row(task, new Place(folder.piece(task), part -> tally.part(task, part))),
                ended));
  }

  /**
   * Runs what is missing on a cluster; tasks that failed are repeated.
   *
   * @param progress receives the completed fraction of the study
   * @throws IllegalStateException if the cluster gave up, or made a row by another program or with
   *     another content of a file; the rows before it are kept
   */
  public Result run(Cluster cluster, DoubleConsumer progress) {
    return run(
        progress,
        (missing, tally, ended) ->
            new ClusterEngine(cluster)
                .run(
                    missing,
                    row -> {
                      requireSame(row);
                      ended.accept(row);
                    }));
  }

  private void requireSame(StudyRow row) {
    String where = "the task " + row.task() + " on " + row.cost().host();
    if (!row.commit().equals(folder.head().commit())) {
      throw new IllegalStateException(
          where
              + " was run by commit "
              + row.commit()
              + ", the study began with "
              + folder.head().commit()
              + "; give both the same program");
    }
    if (!row.configuration().equals(study.configuration(row.task()))
        || row.seed() != study.seed(row.task())) {
      throw new IllegalStateException(
          where
              + " had other settings, or a file that the study names has another content there; make"
              + " the files the same on all computers");
    }
  }

  /** A row of other seeds is one of another study, whose file was changed. */
  private void requireMine(StudyRow row) {
    if (row.task() >= study.plan().tasks() || row.seed() != study.seed(row.task())) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the study in %s has a row of task %d with seed %d, but the tasks of its file are 0 to"
                  + " %d with seeds from %d; restore [seeds] in study.toml, whose count may only"
                  + " grow, or run the study in another folder",
              folder.path(),
              row.task(),
              row.seed(),
              study.plan().tasks() - 1,
              study.plan().firstSeed()));
    }
  }

  /** How the missing tasks are run. */
  private interface Way {
    void run(List<Integer> missing, Tally tally, Consumer<StudyRow> ended);
  }

  private Result run(DoubleConsumer progress, Way way) {
    try (StudyFolder.Appender appender = folder.append()) {
      Map<Integer, StudyRow> rows = folder.rows();
      rows.values().forEach(this::requireMine);
      List<Integer> missing = new ArrayList<>();
      for (int task = 0; task < study.plan().tasks(); task++) {
        if (!rows.containsKey(task) || rows.get(task).hasFailed()) {
          missing.add(task);
        }
      }
      Tally tally = new Tally(study.plan().tasks(), missing.size(), progress);
      way.run(
          missing,
          tally,
          row -> {
            appender.add(row);
            tally.end(row);
          });
      return new Result(missing.size(), tally.failed);
    }
  }

  /** Counts what has ended, and the parts of what has not. */
  private static final class Tally {
    private final int tasks;
    private final DoubleConsumer progress;
    private final Map<Integer, Double> parts = new HashMap<>();
    private int ended;
    private int failed;

    Tally(int tasks, int missing, DoubleConsumer progress) {
      this.tasks = tasks;
      this.progress = progress;
      ended = tasks - missing;
    }

    synchronized void part(int task, double part) {
      parts.put(task, part);
      show();
    }

    synchronized void end(StudyRow row) {
      parts.remove(row.task());
      ended++;
      failed += row.hasFailed() ? 1 : 0;
      show();
    }

    private void show() {
      double running = parts.values().stream().mapToDouble(part -> part).sum();
      progress.accept((ended + running) / tasks);
    }
  }
}
