package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ScratchFolderTest {
  @Test
  void nothingIsLeftOfAFolderWithFoldersInIt() throws IOException {
    Path path;
    try (ScratchFolder scratch = ScratchFolder.of("test")) {
      path = scratch.path();
      assertTrue(path.getFileName().toString().startsWith("spinbench-test"), path.toString());
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("file"), "text");
      Files.writeString(path.resolve("other"), "text");
    }
    assertTrue(Files.notExists(path), path.toString());
  }

  @Test
  void aFolderThatIsGoneIsNamed() {
    ScratchFolder scratch = ScratchFolder.of("test");
    scratch.close();
    UncheckedIOException refused = assertThrows(UncheckedIOException.class, scratch::close);
    assertEquals("cannot delete the folder " + scratch.path(), refused.getMessage());
  }
}
