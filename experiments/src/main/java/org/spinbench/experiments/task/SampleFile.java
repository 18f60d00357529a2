package org.spinbench.experiments.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.spinbench.drivers.text.UserFile;

/**
 * A file of samples that a run learns. The samples stay where they are; the run keeps their digest,
 * so that it is never resumed or replayed on others.
 *
 * @param digest SHA-256 of its bytes, in hexadecimal
 */
public record SampleFile(Path path, String digest) {
  /**
   * A file as it is now.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static SampleFile of(Path path) {
    return new SampleFile(path, digest(path));
  }

  /**
   * Demands that the file is what it was when the run began.
   *
   * @throws IllegalArgumentException if it has gone, or has changed
   */
  public Path verified() {
    if (!digest(path).equals(digest)) {
      throw new IllegalArgumentException(
          path + " is not what it was when the run began; restore it, or begin a new run");
    }
    return path;
  }

  private static String digest(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          file.toAbsolutePath()
              + ", whose samples the run learned, is not there; put it back, or begin a new run",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + UserFile.reason(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
