package org.spinbench.app.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;

@Tag("slow")
class BroadcastCommandTest {
  @TempDir private static Path folder;

  /** Four classes about four points of twelve dimensions; another seed is another task. */
  private static Path task(long seed) throws IOException {
    RandomGenerator random = new Random(seed);
    double[][] centres = new double[4][12];
    for (double[] centre : centres) {
      for (int i = 0; i < centre.length; i++) {
        centre[i] = random.nextGaussian();
      }
    }
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < 320; n++) {
      for (double value : centres[n % 4]) {
        text.append(value + 0.7 * random.nextGaussian()).append(',');
      }
      text.append("class ").append(n % 4).append('\n');
    }
    return Files.writeString(folder.resolve("task-" + seed + ".csv"), text);
  }

  @Test
  void theChipSwitchesBetweenTwoTasks() throws IOException {
    String first = task(1).toString();
    String second = task(2).toString();
    Outcome outcome =
        Outcome.of(
            "broadcast",
            "--task",
            first,
            "--task",
            second,
            "--fit-samples",
            "80",
            "--chip-seed",
            "2",
            "--json",
            "--runs",
            folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals(22, json.get("synapses").size());
    assertEquals(2, json.get("tasks").size());
    for (JsonNode task : json.get("tasks")) {
      double chip = task.get("chip").get("accuracy").asDouble();
      double ceiling = task.get("ceiling").get("accuracy").asDouble();
      double foreign = task.get("foreign").get(0).get("accuracy").get("accuracy").asDouble();
      assertEquals(96, task.get("chip").get("samples").asInt());
      assertTrue(ceiling > 0.9, "ceiling " + ceiling);
      assertTrue(chip > ceiling - 0.06, chip + " on the chip, " + ceiling + " by free weights");
      assertTrue(foreign < 0.6, foreign + " with the settings of the other task");
      assertEquals(4, task.get("states").size());
      assertEquals(22, task.get("states").get(0).asText().length());
    }
    assertTrue(json.get("pulses").asLong() > 20);
    assertTrue(Files.exists(Path.of(json.get("runFile").asText())));
    Outcome shown = Outcome.of("runs", "list", "--runs", folder.toString());
    assertTrue(shown.out().contains("broadcast"), shown.out());
    Outcome show = Outcome.of("runs", "show", json.get("runFile").asText());
    JsonNode chip = json.at("/tasks/0/chip");
    assertTrue(
        show.out().contains("\n  on the chip  " + chip.get("right") + " of 96 right, "),
        show.out());
    assertFalse(show.out().contains("of training"), show.out());
    assertTrue(show.out().contains("\nsimulated chip 2\n"), show.out());

    Outcome replayed = Outcome.of("replay", json.get("runFile").asText());
    assertEquals(0, replayed.code(), replayed.err());
    assertTrue(replayed.out().contains("every message and every result equals the recorded one"));
    Files.writeString(Path.of(second), "1, 2, other\n");
    Outcome changed = Outcome.of("replay", json.get("runFile").asText());
    assertEquals(1, changed.code(), changed.out());
    assertTrue(changed.err().contains(second + " has changed since the run began"), changed.err());
  }

  @Test
  void theBenchIsPrinted() {
    Outcome outcome = Outcome.of("bench", "broadcast");
    assertEquals(0, outcome.code());
    assertTrue(outcome.out().contains("[[strip_lines]]"), outcome.out());
  }

  @Test
  void mistakesAreOneLineEach() {
    Outcome none = Outcome.of("broadcast");
    assertEquals(2, none.code());
    assertTrue(none.err().contains("--task"), none.err());
    Outcome missing = Outcome.of("broadcast", "--task", "no-such.csv");
    assertTrue(missing.code() != 0);
    assertTrue(
        missing.err().contains("no-such.csv as a CSV file: there is no such file"), missing.err());
  }
}
