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
 * A file of training samples. The samples stay in their file. The run stores their digest, so that
 * it is never resumed or replayed with other samples.
 *
 * @param digest SHA-256 of its bytes, in hexadecimal
 */
public record SampleFile(Path path, String digest) {
  /**
   * The file in its present state.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public static SampleFile of(Path path) {
    return new SampleFile(path, digest(path));
  }

  /**
   * Requires that the file has not changed since the run began.
   *
   * @throws IllegalArgumentException if it is missing or has changed
   */
  public Path verified() {
    if (!digest(path).equals(digest)) {
      throw new IllegalArgumentException(
          path + " has changed since the run began; restore it, or start a new run");
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
              + ", with the samples of the run, is missing; restore it, or start a new run",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + UserFile.reason(e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
