package org.spinbench.app.command.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one run. */
@Command(
    name = "show",
    description = "Shows one run: its configuration, its measurements and its outcome.",
    mixinStandardHelpOptions = true)
final class RunsShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    try (RunFile run = new Runs(folder.path()).read(name)) {
      spec.commandLine().getOut().print(RunText.of(run));
      Path report = Backend.guardReport(run.path());
      if (Files.exists(report)) {
        spec.commandLine().getOut().print("\n" + UserFile.text(report, "a report of a watchdog"));
      }
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
