package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The virtual chips that {@code benchmark training} writes for other programs. */
class ExportChipsTest {
  @TempDir Path folder;

  @Test
  void chipsAreWrittenAndNoneIsTrained() throws IOException {
    Path file = folder.resolve("chips.json");
    Outcome outcome =
        Outcome.of(
            "benchmark",
            "training",
            "--chips",
            "2",
            "--first-chip",
            "5",
            "--structural",
            "--export-chips",
            file.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("", outcome.out());
    JsonNode export = new ObjectMapper().readTree(Files.readString(file));
    assertEquals(0.977, export.get("goal").asDouble());
    assertEquals(128, export.get("train").get("labels").size());
    assertEquals(512, export.get("test").get("inputs").size());
    assertEquals(2, export.get("chips").size());
    JsonNode chip = export.get("chips").get(1);
    assertEquals(6, chip.get("seed").asLong());
    assertEquals(6, chip.get("numbers").get("synapses").size());
    assertEquals(0.02, chip.get("numbers").get("noise").asDouble());
    assertTrue(chip.get("numbers").get("synapses").get(0).get("powerShift").asDouble() > 0);
    assertEquals(9, chip.get("outset").get("starts").get(0).size());
    assertEquals(512, chip.get("check").size());
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    Path file = folder.resolve("missing").resolve("chips.json");
    Outcome outcome =
        Outcome.of("benchmark", "training", "--chips", "1", "--export-chips", file.toString());
    assertTrue(outcome.code() != 0);
    assertTrue(outcome.err().contains("cannot write " + file), outcome.err());
  }
}
