package org.spinbench.app.command;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option to overwrite existing files with results; without it the command refuses to begin. */
public final class OverwriteOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--overwrite",
      description = "replace existing result files (default: refuse to begin)")
  private boolean overwrite;

  /**
   * Demands that a file can be written in a folder that is there; no file at all is fine.
   *
   * @throws ParameterException naming the option, the file and why it cannot be written
   */
  public void requireFile(String option, Path file) {
    Outputs.requireFile(spec, option, file);
    requireNew(option, file);
  }

  /**
   * The same where the folders on the way to it are made.
   *
   * @throws ParameterException naming the option, the file and why it cannot be written
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
