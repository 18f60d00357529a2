package org.spinbench.app.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/** Watches over one trained chip. */
@Tag("slow")
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
            "runFile",
            "target",
            "recentRight",
            "recentSamples",
            "inTune",
            "bytes"),
        keys);
    assertTrue(json.get("accuracy").asDouble() > 0.93, json.toString());
    assertTrue(json.get("dead").isNull(), json.toString());
    assertTrue(json.get("evaluations").asLong() >= 250, json.toString());
    assertTrue(json.get("inTune").asBoolean(), json.toString());
    Path runFile = Path.of(json.get("runFile").asText());
    assertEquals(Files.size(runFile), json.get("bytes").asDouble(), 0.1 * Files.size(runFile));
    String last =
        json.get("recentRight") + " of the last " + json.get("recentSamples") + " answers right";
    assertTrue(
        watched
            .err()
            .contains("watching 100 %: evaluation " + json.get("evaluations") + ", " + last),
        watched.err());
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
      List<NotedSample> samples = new ArrayList<>();
      file.eachSample(samples::add);
      assertEquals(json.get("samples").asInt(), samples.size());
      double right = samples.stream().filter(NotedSample::right).count();
      assertEquals(json.get("accuracy").asDouble(), right / samples.size(), 1e-12);
    }
    String watch = json.get("runFile").asText();
    Outcome shown = Outcome.of("runs", "show", watch);
    long right = Math.round(json.get("accuracy").asDouble() * json.get("samples").asInt());
    String work = json.get("samples") + " samples at work, " + right + " of the answers right";
    assertTrue(shown.out().contains("\n" + work), shown.out());
    assertTrue(shown.out().contains(" reference: read 4 anchors"), shown.out());
    assertTrue(shown.out().contains("note: as believed when the watch began, of 1"), shown.out());
    assertFalse(shown.out().contains("± 0.000"), shown.out());
    assertFalse(shown.out().contains("of training"), shown.out());
    Outcome refused = Outcome.of("watch", watch, "--runs", folder.toString());
    assertEquals(1, refused.code());
    assertTrue(refused.err().contains("holds no trained chip"), refused.err());
  }

  /** However long it goes on: 64 ms an evaluation make 10^8 of them in ten weeks. */
  @Test
  void theFileGrowsByLittleWithEachEvaluation() throws Exception {
    JsonNode shorter = watch("--evaluations", "300", "--json").json();
    JsonNode longer = watch("--evaluations", "900", "--json").json();
    long evaluations =
        longer.get("evaluations").asLong()
            - shorter.get("evaluations").asLong()
            - longer.get("upkeepEvaluations").asLong()
            + shorter.get("upkeepEvaluations").asLong();
    double each = (longer.get("bytes").asDouble() - shorter.get("bytes").asDouble()) / evaluations;
    assertTrue(each > 100 && each < 500, each + " bytes a sample, upkeep beside it included");
    String run = longer.get("runFile").asText();
    Outcome verified = Outcome.of("runs", "verify", run);
    assertEquals(0, verified.code(), verified.err());
    Path csv = folder.resolve("watched.csv");
    Outcome exported =
        Outcome.of("runs", "export", run, "--format", "csv", "--output", csv.toString());
    assertEquals(0, exported.code(), exported.err());
    List<String> rows = Files.readAllLines(folder.resolve("watched-samples.csv"));
    assertEquals(1 + longer.get("allSamples").asInt(), rows.size());
    assertTrue(rows.get(0).contains(",sample_chain_voltage of chain 3 (V),"), rows.get(0));
  }

  private static String benchFile(String name, UnaryOperator<String> change) throws IOException {
    Path file = folder.resolve(name);
    return Files.writeString(file, change.apply(DefaultBench.text())).toString();
  }

  private static void assertRefused(int code, String reason, String... more) {
    Outcome refused = watch(more);
    assertEquals(code, refused.code(), refused.err());
    assertTrue(refused.err().contains(reason), refused.err());
    assertEquals("", refused.out());
  }

  /** What the run knows is of its own chip. */
  @Test
  void anotherChipIsRefused() throws IOException {
    assertRefused(2, "trained chip 1; its parameters do not hold for chip 9", "--chip-seed", "9");
    assertRefused(2, "trained its chip with the other coupling", "--coupling", "measured");
    String real =
        benchFile("real.toml", text -> text.replace("INPROC::rf_1::", "TCPIP::127.0.0.1::"));
    assertRefused(2, "trained a simulated chip, but " + real + " has real instruments", real);
    String vowels = folder.resolve("vowels.toml").toString();
    Files.writeString(Path.of(vowels), DefaultBench.text("vowels"));
    assertRefused(1, "is of another network than this bench file: chip ", vowels);
    String other =
        benchFile("other.toml", text -> text.replace("tone = \"input 2\"", "tone = \"input 1\""));
    assertRefused(1, "is of another network than this bench file: ", other);
  }

  /**
   * The bench file that is given is the one that is used: in it, the chip has lost both neurons.
   */
  @Test
  void aChipThatIsOutOfTuneAtTheEndIsNoSuccess() throws IOException {
    String damaged =
        benchFile(
            "damaged.toml",
            text -> text.replace("dead = []", "dead = [\"neuron 1\", \"neuron 2\"]"));
    Outcome watched = watch(damaged, "--chip-seed", "1", "--evaluations", "300", "--json");
    assertEquals(1, watched.code(), watched.err());
    JsonNode json = watched.json();
    assertFalse(json.get("inTune").asBoolean(), json.toString());
    int right = json.get("recentRight").asInt();
    int samples = json.get("recentSamples").asInt();
    assertTrue(right < 0.9 * samples, json.toString());
    String reason = "out of tune: of the last answers " + right + " of " + samples + " right";
    assertTrue(watched.err().contains("spinbench: " + reason), watched.err());
    try (RunFile file = RunFile.read(Path.of(json.get("runFile").asText()))) {
      assertEquals(StopDocument.FAILED, file.stop().orElseThrow().status());
      assertTrue(file.stop().orElseThrow().message().startsWith(reason));
    }
  }

  @Test
  void wrongUsageIsRefused() {
    assertEquals(2, watch("--evaluations", "0").code());
    assertEquals(2, watch("--overhead", "1.5").code());
    assertEquals(2, Outcome.of("watch").code());
  }
}
