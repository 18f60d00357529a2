package org.spinbench.app.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the folder of run files and of files made from them. */
public final class RunsFolder {
  /** What names a run on the command line. */
  public static final String NAME =
      "name of the run, or path of its file; last: the newest run, last-TEXT: the newest with TEXT"
          + " in its name";

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "folder of run files (default: ${DEFAULT-VALUE})")
  private Path path;

  /** Where run files are. */
  public Path path() {
    return path;
  }
}
