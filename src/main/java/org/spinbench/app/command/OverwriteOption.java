package org.spinbench.app.command;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option to overwrite existing result files; without it the command refuses to begin. */
public final class OverwriteOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--overwrite",
      description = "replace existing result files (default: refuse to begin)")
  private boolean overwrite;

  /**
   * Requires that a file can be written in an existing folder; no file is allowed too.
   *
   * @throws ParameterException naming the option, the file and the problem
   */
  public void requireFile(String option, Path file) {
    Outputs.requireFile(spec, option, file);
    requireNew(option, file);
  }

  /**
   * The same if missing folders are made.
   *
   * @throws ParameterException naming the option, the file and the problem
   */
  public void requireFileBelow(String option, Path file) {
    Outputs.requireFileBelow(spec, option, file);
    requireNew(option, file);
  }

  private void requireNew(String option, Path file) {
    if (!overwrite) {
      Outputs.requireNew(spec, option, file, "choose another name, or add --overwrite");
    }
  }
}
