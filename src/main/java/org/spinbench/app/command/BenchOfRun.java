package org.spinbench.app.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.SessionBench;

/**
 * The present bench file of a run; its limits may have been tightened since the run began.
 *
 * @param text of the file
 * @param origin its name in messages
 * @param path of the file; empty for the copy in the run
 */
public record BenchOfRun(String text, String origin, Optional<Path> path) {

  /**
   * The bench file that the user named; otherwise, for a run on instruments, the one of its last
   * session; otherwise the copy in the run.
   *
   * @param name of the run as typed
   * @param typed bench file from the user, or null
   * @param warnings receives a warning if that file is unknown or missing
   */
  public static BenchOfRun now(RunFile run, String name, Path typed, Consumer<String> warnings) {
    Optional<Path> noted =
        run.start().chipSeed() == null
            ? run.lastBench().map(SessionBench::path).map(Path::of)
            : Optional.empty();
    Optional<Path> path = Optional.ofNullable(typed).or(() -> noted.filter(Files::exists));
    if (path.isPresent()) {
      return new BenchOfRun(Backends.text(path.get()), path.get().toString(), path);
    }
    if (run.start().chipSeed() == null) {
      warnings.accept(
          noted
                  .map(gone -> gone + ", the bench file of this run, is missing")
                  .orElse(run.path() + " does not say where its bench file is")
              + ", so the limits of the copy in the run apply. Name the bench file to apply its"
              + " present ones");
    }
    return new BenchOfRun(run.start().bench(), "the bench file of " + name, Optional.empty());
  }
}
