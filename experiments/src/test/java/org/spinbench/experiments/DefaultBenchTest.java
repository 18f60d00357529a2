package org.spinbench.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DefaultBenchTest {

  @Test
  void shipsTheFileThatUsersCopy() throws IOException {
    assertEquals(Files.readString(Path.of("benches/nine-junction.toml")), DefaultBench.text());
  }
}
