package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Other instruments around the same chip: nothing but the bench file's instruments and their ports
 * changes, and the chip learns as well.
 */
@Tag("slow")
class RackTest {
  @TempDir Path folder;

  private Outcome train(String rack, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve(rack + ".toml"), Racks.text(rack));
    List<String> line =
        new ArrayList<>(
            List.of("train", file.toString(), "--simulated", "--json", "--task", "band"));
    line.addAll(List.of("--runs", folder.toString()));
    line.addAll(List.of(more));
    return Outcome.of(line.toArray(String[]::new));
  }

  private static void assertLearned(Outcome outcome) throws IOException {
    assertEquals(0, outcome.code(), outcome.err());
    double accuracy = outcome.json().get("testAccuracy").doubleValue();
    assertTrue(accuracy >= 0.977, "accuracy " + accuracy);
    assertEquals(0, outcome.json().get("errorsInQueues").intValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"keysight", "small-laboratory", "serial-gpib"})
  void anotherRackTrainsTheSameChip(String rack) throws IOException {
    assertLearned(train(rack));
  }

  /** Serial instruments over pseudo-terminals, those on GPIB through a Prologix controller. */
  @Test
  void overTheLinksThatTheFileNamesTheResultIsTheSame() throws IOException {
    String[] few = {"--budget", "60", "--test-samples", "20", "--served"};
    Outcome inside = train("serial-gpib", Arrays.copyOf(few, 4));
    assertEquals(0, inside.code(), inside.err());
    Outcome served = train("serial-gpib", few);
    assertEquals(0, served.code(), served.err());
    assertEquals(inside.results(), served.results());
  }
}
