package org.spinbench.app.command.study;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.Study;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.TaskRanges;
import org.spinbench.experiments.study.engine.TaskRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs some tasks of a study for somebody who gathers the rows. */
@Command(
    name = "tasks",
    description = {
      "Runs some tasks of a study, one after the other, and prints the row of each as a line of "
          + "JSON, for the engine of a cluster.",
      "The lines of all tasks in rows.jsonl are the study; 'study resume' makes the table of them."
    },
    mixinStandardHelpOptions = true)
final class StudyTasksCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "STUDY.toml", description = "study file")
  private Path file;

  @Parameters(
      index = "1",
      paramLabel = "TASKS",
      description = "numbers of tasks, from 0, such as 0-99,120")
  private String ranges;

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description = "where the names of files begin (default: the folder of the study file)")
  private Path files;

  @Option(
      names = "--pieces",
      paramLabel = "DIR",
      description =
          "folder for the states of long tasks, which resume from there (default: ${DEFAULT-VALUE})",
      defaultValue = "pieces")
  private Path pieces;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "begin no further task after this time (default: no limit)")
  private Double seconds;

  @Override
  public Integer call() {
    Path from = files != null ? files : file.toAbsolutePath().getParent();
    Study study;
    List<Integer> tasks;
    try {
      study = new Study(StudyPlan.read(file), StudySession.experiments(), from);
      tasks = TaskRanges.parse(ranges, study.plan().tasks());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    long begin = StudySession.CLOCK.nanos();
    TaskRunner runner =
        new TaskRunner(study, StudySession.commit(), StudySession.CLOCK, StudySession.host());
    for (int task : tasks) {
      double spent = 1e-9 * (StudySession.CLOCK.nanos() - begin);
      if (seconds != null && spent >= seconds && task != tasks.get(0)) {
        break;
      }
      out.print(Json.write(runner.row(task, new Place(piece(task), part -> {}))) + "\n");
      out.flush();
    }
    return 0;
  }

  private Path piece(int task) {
    return pieces.resolve("task-" + task);
  }
}
