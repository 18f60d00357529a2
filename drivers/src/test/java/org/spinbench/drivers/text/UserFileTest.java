package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reasons that the system gives in the language of the computer, here in Turkish. */
class UserFileTest {
  private static final String NO_DIRECTORY = "Bir dizin değil";

  @TempDir Path folder;

  private static String reason(Path file, String system) {
    return UserFile.reason(new FileSystemException(file.toString(), null, system));
  }

  @Test
  void aFileOnTheWayToAnotherIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    String expected = file + " is a file, not a folder";
    assertEquals(expected, reason(file.resolve("below"), NO_DIRECTORY));
    assertEquals(expected, reason(file.resolve("far/below"), NO_DIRECTORY));
  }

  @Test
  void aFolderInPlaceOfAFileIsNamed() {
    assertEquals("it is a folder", reason(folder, "Bir dizin"));
  }

  @Test
  void otherFailuresAreReportedInTheSystemsWords() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals("Aygıtta yer kalmadı", reason(file, "Aygıtta yer kalmadı"));
    assertEquals("Aygıtta yer kalmadı", reason(folder.resolve("new"), "Aygıtta yer kalmadı"));
    assertEquals(NO_DIRECTORY, UserFile.reason(new FileSystemException(null, null, NO_DIRECTORY)));
  }
}
