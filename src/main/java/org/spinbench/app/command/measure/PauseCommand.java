package org.spinbench.app.command.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Pauses a measurement of another program. */
@Command(
    name = "pause",
    description = {
      "Pauses a running measurement before its next point: the bench comes to rest, and the"
          + " measurement waits.",
      "With --off it continues. A pause is a file beside the run file, with the ending .pause; any"
          + " program can make and delete it."
    },
    mixinStandardHelpOptions = true)
public final class PauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Option(names = "--off", description = "let the measurement continue")
  private boolean off;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    try (RunFile run = new Runs(folder.path()).read(name)) {
      Path pause = PauseWatch.file(run.path());
      if (off) {
        continued(pause, run);
      } else {
        paused(pause, run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pause " + name + ": " + UserFile.reason(e), e);
    }
    return 0;
  }

  private void paused(Path pause, RunFile run) throws IOException {
    if (!run.start().kind().equals(Measurement.KIND)) {
      throw new IllegalArgumentException(
          run.path() + " is a run of '" + run.start().kind() + "'; only a measurement can pause");
    }
    if (run.stop().isPresent()) {
      throw new IllegalArgumentException(run.path() + " has ended; there is nothing to pause");
    }
    if (!Files.exists(pause)) {
      Files.createFile(pause);
    }
    Outputs.print(
        spec, run.path() + " pauses before its next point; continue with: spinbench pause --off\n");
  }

  private void continued(Path pause, RunFile run) throws IOException {
    if (!Files.deleteIfExists(pause)) {
      throw new IllegalArgumentException(run.path() + " is not paused");
    }
    Outputs.print(spec, run.path() + " continues\n");
  }
}
