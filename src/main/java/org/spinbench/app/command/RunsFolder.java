package org.spinbench.app.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the folder of run files and of files made from them. */
public final class RunsFolder {
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
