package org.spinbench.app.command.study;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.benchmark.CalibrationTasks;
import org.spinbench.app.command.benchmark.DriftTasks;
import org.spinbench.app.command.benchmark.TrainingTasks;
import org.spinbench.app.command.drone.DroneTasks;
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

  private final Clock clock = new SystemClock();

  /** The experiments of studies. */
  static List<StudyExperiment> experiments() {
    return List.of(new TrainingTasks(), new DriftTasks(), new DroneTasks(), new CalibrationTasks());
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

  /** The engine. */
  LocalEngine engine() {
    try {
      return workers == null ? LocalEngine.ofMachine() : new LocalEngine(workers);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
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
        clock.now(),
        study.configurations(),
        study.measures());
  }

  /**
   * Runs the tasks that have no row, writes the table, and says what happened.
   *
   * @return exit code: 1 if tasks failed
   */
  int run(Study study, StudyFolder folder, LocalEngine engine) {
    Progress progress = Progress.to(spec.commandLine());
    if (commit().endsWith("-dirty")) {
      progress.say(
          "warning: the program was built from changed sources; its commit "
              + commit()
              + " does not say what made these rows");
    }
    StudyRun.Result result =
        new StudyRun(study, folder, clock, host())
            .run(engine, part -> progress.show("study", part, ""));
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

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "unknown";
    }
  }
}
