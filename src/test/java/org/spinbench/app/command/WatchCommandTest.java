package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/** Watches over one trained chip. */
class WatchCommandTest {
  @TempDir static Path folder;

  private static String run;

  @BeforeAll
  static void train() throws Exception {
    System.setProperty("java.awt.headless", "true");
    Outcome trained =
        Outcome.of(
            "train",
            "--json",
            "--budget",
            "900",
            "--test-samples",
            "50",
            "--runs",
            folder.toString());
    assertEquals(0, trained.code(), trained.err());
    run = trained.json().get("runFile").asText();
  }

  private static Outcome watch(String... more) {
    List<String> line = new ArrayList<>(List.of("watch", run, "--runs", folder.toString()));
    line.addAll(List.of(more));
    return Outcome.of(line.toArray(String[]::new));
  }

  @Test
  void aTrainedChipIsPutToWorkAndKept() throws Exception {
    Outcome watched = watch("--evaluations", "250", "--json");
    assertEquals(0, watched.code(), watched.err());
    JsonNode json = watched.json();
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    assertEquals(
        List.of(
            "task",
            "asked",
            "accuracy",
            "samples",
            "differentSamples",
            "confidence",
            "allAccuracy",
            "allSamples",
            "evaluations",
            "upkeepEvaluations",
            "overhead",
            "anchorInterval",
            "parameterWrites",
            "happenings",
            "dead",
            "offsets",
            "allanDeviation",
            "wallSeconds",
            "watched",
            "runFile"),
        keys);
    assertTrue(json.get("accuracy").asDouble() > 0.93, json.toString());
    assertTrue(json.get("dead").isNull(), json.toString());
    assertTrue(json.get("evaluations").asLong() >= 250, json.toString());
    assertTrue(watched.err().contains("read 4 anchors"), watched.err());
    try (RunFile file = RunFile.read(Path.of(json.get("runFile").asText()))) {
      assertEquals("watch", file.start().kind());
      assertEquals(StopDocument.SUCCESS, file.stop().orElseThrow().status());
      Map<Purpose, Long> evaluations = file.evaluations();
      assertEquals(
          json.get("upkeepEvaluations").asLong(),
          evaluations.get(Purpose.ANCHOR)
              + evaluations.getOrDefault(Purpose.ACCEPT, 0L)
              + evaluations.getOrDefault(Purpose.REPEAT, 0L));
      assertEquals(json.get("samples").asLong(), evaluations.get(Purpose.TEST));
      assertEquals(json.get("samples"), json.get("differentSamples"), "each is a new one");
      assertEquals(json.get("samples"), json.get("allSamples"));
    }
    String watch = json.get("runFile").asText();
    Outcome refused = Outcome.of("watch", watch, "--runs", folder.toString());
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("holds no trained chip"), refused.err());
  }

  @Test
  void wrongUsageIsRefused() {
    assertEquals(2, watch("--evaluations", "0").code());
    assertEquals(2, watch("--overhead", "1.5").code());
    assertEquals(2, Outcome.of("watch").code());
  }
}
