package org.spinbench.app.command.label;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a remark to a run. */
@Command(
    name = "note",
    description = "Adds a remark to a run, with the time; the run may be in progress.",
    mixinStandardHelpOptions = true)
public final class RunsNoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Parameters(index = "1", paramLabel = "TEXT", description = "the remark, in quotation marks")
  private String text;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    if (text.isBlank()) {
      throw new ParameterException(spec.commandLine(), "the remark is empty");
    }
    Path file = new Runs(folder.path()).find(name);
    String time = new SystemClock().now().truncatedTo(ChronoUnit.SECONDS).toString();
    Metadata now = RunFile.describe(file, before -> before.noted(new Metadata.Note(time, text)));
    int notes = now.notes().size();
    spec.commandLine()
        .getOut()
        .println(file.getFileName() + ": " + notes + (notes == 1 ? " note" : " notes"));
    return 0;
  }
}
