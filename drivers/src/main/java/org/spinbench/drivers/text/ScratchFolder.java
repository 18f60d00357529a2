package org.spinbench.drivers.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for files that nobody keeps; closing it deletes them. */
public record ScratchFolder(Path path) implements AutoCloseable {
  /**
   * Makes one among the temporary files of the computer.
   *
   * @param purpose of its files, such as "replay": part of its name and of messages
   * @throws UncheckedIOException naming the purpose and the reason
   */
  public static ScratchFolder of(String purpose) {
    try {
      return new ScratchFolder(Files.createTempDirectory("spinbench-" + purpose));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot make a folder for the files of the " + purpose + ": " + UserFile.reason(e), e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete the folder " + path, e);
    }
  }
}
