package org.spinbench.app.command.study;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.benchmark.BenchTrainingTasks;
import org.spinbench.app.command.benchmark.CalibrationTasks;
import org.spinbench.app.command.benchmark.DriftTasks;
import org.spinbench.app.command.benchmark.TrainingTasks;
import org.spinbench.app.command.drone.DroneTasks;
import org.spinbench.app.spark.SparkCluster;
import org.spinbench.app.spark.SparkModule;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.engine.LocalEngine;
import org.spinbench.experiments.study.engine.Study;
import org.spinbench.experiments.study.engine.StudyExperiment;
import org.spinbench.experiments.study.engine.StudyFolder;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.StudyRun;
import org.spinbench.experiments.study.engine.StudyTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs what a study lacks, for the commands that begin and resume one. */
final class StudySession {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "number of tasks at the same time (default: number of cores)")
  private Integer workers;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "${COMPLETION-CANDIDATES}: threads of this program, or a cluster of Apache Spark, whose"
              + " module is built apart (default: ${DEFAULT-VALUE})",
      defaultValue = "local")
  private Engine engine;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "which cluster: spark://HOST:7077, yarn, k8s://URL, or local-cluster[PROCESSES,CORES,MB]"
              + " on this computer")
  private String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "NAME=VALUE",
      description = "a setting of Spark, such as spark.executor.memory=2g; may be repeated")
  private List<String> settings = List.of();

  static final Clock CLOCK = new SystemClock();

  /** What runs the tasks. */
  private enum Engine {
    LOCAL,
    SPARK;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The experiments of studies. */
  static List<StudyExperiment> experiments() {
    return List.of(
        new TrainingTasks(),
        new BenchTrainingTasks(),
        new DriftTasks(),
        new DroneTasks(),
        new CalibrationTasks());
  }

  /**
   * Prepares a study.
   *
   * @throws ParameterException if its file is wrong
   */
  Study study(StudyPlan plan, Path files) {
    try {
      return new Study(plan, experiments(), files);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** A way to run what is missing. */
  @FunctionalInterface
  interface Runner {
    StudyRun.Result run(StudyRun run, StudyFolder folder, DoubleConsumer progress);
  }

  /**
   * How tasks will be run.
   *
   * @throws ParameterException if an option is wrong, or the module of the engine is not built
   */
  Runner engine() {
    try {
      if (engine == Engine.SPARK) {
        return spark();
      }
      LocalEngine local = workers == null ? LocalEngine.ofMachine() : new LocalEngine(workers);
      return (run, folder, progress) -> run.run(local, progress);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Runner spark() {
    if (master == null) {
      throw new IllegalArgumentException(
          "--engine spark needs --master URL, such as spark://host:7077, or"
              + " local-cluster[2,1,1024] for two processes of one core and 1024 MB on this"
              + " computer");
    }
    SparkModule module = SparkModule.find(System.getenv());
    return (run, folder, progress) -> {
      long begin = CLOCK.nanos();
      SparkCluster.Job job = new SparkCluster.Job(master, settings, Path.of(folder.head().files()));
      try (SparkCluster cluster = SparkCluster.start(module, job, folder.path())) {
        Progress.to(spec.commandLine())
            .say(
                String.format(
                    Locale.ROOT,
                    "Spark started in %.1f s, with room for %d tasks at the same time",
                    1e-9 * (CLOCK.nanos() - begin),
                    cluster.slots()));
        return run.run(cluster, progress);
      }
    };
  }

  /** The commit of this program. */
  static String commit() {
    return Version.program().commit();
  }

  /** How a study begins now. */
  StudyFolder.Head head(Study study, Path files) {
    return new StudyFolder.Head(
        files.toAbsolutePath().normalize().toString(),
        commit(),
        CLOCK.now(),
        study.configurations(),
        study.measures());
  }

  /**
   * Runs the tasks that have no row, writes the table, and says what happened.
   *
   * @return exit code: 1 if tasks failed
   */
  int run(Study study, StudyFolder folder, Runner engine) {
    Progress progress = Progress.to(spec.commandLine());
    if (commit().endsWith("-dirty")) {
      progress.say(
          "warning: the program was built from changed sources; its commit "
              + commit()
              + " does not say what made these rows");
    }
    StudyRun.Result result =
        engine.run(
            new StudyRun(study, folder, CLOCK, host()),
            folder,
            part -> progress.show("study", part, ""));
    progress.clear();
    new StudyTable(folder).write(folder.path());
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d tasks, %d of them run now, %d failed%n%s%n%s%n",
            study.plan().name(),
            study.plan().tasks(),
            result.ran(),
            result.failed(),
            folder.path().resolve(StudyTable.RESULTS),
            folder.path().resolve(StudyTable.COSTS));
    spec.commandLine().getOut().flush();
    return result.failed() == 0 ? 0 : 1;
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "unknown";
    }
  }
}
