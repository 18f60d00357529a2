package org.spinbench.app.command.study;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Commands of studies. */
@Command(
    name = "study",
    description =
        "Runs an experiment on many virtual chips, seeds and settings, on all cores, and "
            + "summarises the results.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StudyRunCommand.class,
      StudyResumeCommand.class,
      StudyStatusCommand.class,
      StudyReportCommand.class,
      StudyTasksCommand.class
    })
public final class StudyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
