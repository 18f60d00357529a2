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
    try {
      if (off) {
        proceed(new Runs(folder.path()).find(name));
      } else {
        pause(requireRunning());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pause " + name + ": " + UserFile.reason(e), e);
    }
    return 0;
  }

  /** The path of the run, if it is a measurement that has not ended. */
  private Path requireRunning() {
    try (RunFile run = new Runs(folder.path()).read(name)) {
      if (!run.start().kind().equals(Measurement.KIND)) {
        throw new IllegalArgumentException(
            run.path() + " is a run of '" + run.start().kind() + "'; only a measurement can pause");
      }
      if (run.stop().isPresent()) {
        throw new IllegalArgumentException(run.path() + " has ended; there is nothing to pause");
      }
      return run.path();
    }
  }

  private void pause(Path run) throws IOException {
    Path pause = PauseWatch.file(run);
    if (!Files.exists(pause)) {
      Files.createFile(pause);
    }
    Outputs.print(
        spec, run + " pauses before its next point; continue with: spinbench pause --off\n");
  }

  /** Ends a pause without a look into the run file, which the measurement writes again at once. */
  private void proceed(Path run) throws IOException {
    if (!Files.deleteIfExists(PauseWatch.file(run))) {
      throw new IllegalArgumentException(run + " is not paused");
    }
    Outputs.print(spec, run + " continues\n");
  }
}
