package org.spinbench.app.command.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.spinbench.drivers.text.UserFile;

/** Refuses a comparison of a run with itself, which always agrees. */
final class OneRun {
  private OneRun() {}

  /**
   * Refuses two names of one file.
   *
   * @throws IllegalArgumentException naming it
   */
  static void refuse(Path one, Path other) {
    try {
      if (Files.isSameFile(one, other)) {
        throw new IllegalArgumentException(
            one + " would be compared with itself, and always agrees; name two runs");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot look at " + one + " and " + other + ": " + UserFile.reason(e), e);
    }
  }
}
