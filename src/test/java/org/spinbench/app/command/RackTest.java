package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.DefaultBench;

/**
 * Other instruments around the same chip: nothing but the bench file's instruments and their ports
 * changes, and the chip learns as well.
 */
@Tag("slow")
class RackTest {
  private static final Pattern INSTRUMENT =
      Pattern.compile("(?ms)^(# 24 channels[^\\n]*\\n)?\\[instruments\\.[^\\]]*].*?(?=^\\n|\\z)");
  private static final Pattern PORT = Pattern.compile("(?m)^# (\\S+) -> (\\S+)$");

  @TempDir Path folder;

  /** The default bench with the instruments of a rack in place of its own. */
  private Path bench(String rack) throws IOException {
    String instruments = read(rack);
    String text = INSTRUMENT.matcher(DefaultBench.text()).replaceAll("");
    Matcher port = PORT.matcher(instruments);
    while (port.find()) {
      text = text.replace('"' + port.group(1) + '"', '"' + port.group(2) + '"');
    }
    text = text.replaceFirst("(?m)^tone = 1e-3", "tone = 10e-3");
    return Files.writeString(
        folder.resolve(rack + ".toml"), text.replace("[chip]\n", instruments + "[chip]\n"));
  }

  private static String read(String rack) throws IOException {
    try (InputStream file = RackTest.class.getResourceAsStream("racks/" + rack + ".toml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Outcome train(String rack, String... more) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of("train", bench(rack).toString(), "--simulated", "--json", "--task", "band"));
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
  @ValueSource(strings = {"keysight", "small-laboratory"})
  void anotherRackTrainsTheSameChip(String rack) throws IOException {
    assertLearned(train(rack));
  }

  /** Serial instruments over pseudo-terminals, those on GPIB through a Prologix controller. */
  @Test
  void overTheLinksThatTheFileNamesTheResultIsTheSame() throws IOException {
    Outcome inside = train("serial-gpib");
    assertLearned(inside);
    Outcome served = train("serial-gpib", "--served");
    assertEquals(0, served.code(), served.err());
    assertEquals(inside.results(), served.results());
  }
}
