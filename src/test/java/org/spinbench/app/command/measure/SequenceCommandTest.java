package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.notice.Webhook;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.plan.Point;

/** Sequences of plans on the simulated bench: they hand on numbers, decide, and resume. */
@Tag("any-jdk")
class SequenceCommandTest {
  private static final String SEQUENCE =
      """
      name = "find and look closely"

      [[step]]
      name = "coarse"
      plan = "coarse.toml"
      keep = { f0 = "resonance of synapse 1", width = "half width at 4.0E-6 W" }

      [[step]]
      name = "wide"
      plan = "coarse.toml"
      when = "width > 100 MHz"

      [[step]]
      name = "fine"
      plan = "fine.toml"
      when = "f0_deviation < 5 MHz && known(f0)"
      give = { centre = "f0", span = "4 * width", power = "2e-6" }
      """;
  private static final String COARSE =
      """
      name = "coarse"
      recipe = "spin-diode"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 4e-6

      [[sweep]]
      setting = "input 1.frequency"
      from = 200e6
      to = 300e6
      points = 41
      """;
  private static final String FINE =
      """
      name = "fine"
      recipe = "spin-diode"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = ${power}

      [[sweep]]
      setting = "input 1.frequency"
      centre = ${centre}
      span = ${span}
      points = 21
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("sequence.toml"), SEQUENCE);
    Files.writeString(folder.resolve("coarse.toml"), COARSE);
    Files.writeString(folder.resolve("fine.toml"), FINE);
    Files.writeString(folder.resolve("bench.toml"), DefaultBench.text());
  }

  private Outcome sequence(String... more) {
    List<String> line =
        List.of(
            "measure",
            "sequence",
            folder.resolve("sequence.toml").toString(),
            folder.resolve("bench.toml").toString(),
            "--runs",
            folder.resolve("runs").toString());
    return Outcome.of(Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static List<Point> points(String run) {
    try (RunFile file = RunFile.read(Path.of(run))) {
      return new RecordedSweep(file).points();
    }
  }

  private static double finding(JsonNode step, String name) {
    for (JsonNode one : step.get("findings")) {
      if (one.get("name").textValue().equals(name)) {
        return one.get("value").doubleValue();
      }
    }
    throw new AssertionError(name + " is not in " + step);
  }

  @Test
  void aStepUsesWhatAnEarlierOneFound() throws IOException {
    Outcome outcome = sequence("--json");
    assertEquals(0, outcome.code(), outcome.err());
    JsonNode steps = outcome.json().get("steps");
    assertEquals("done", steps.at("/0/status").textValue());
    assertEquals("left out", steps.at("/1/status").textValue());
    assertEquals("done", steps.at("/2/status").textValue());
    double centre = finding(steps.get(0), "resonance of synapse 1");
    double width = finding(steps.get(0), "half width at 4.0E-6 W");
    List<Point> fine = points(steps.at("/2/run").textValue());
    assertEquals(21, fine.size());
    assertEquals(centre - 2 * width, fine.get(0).settings().get(0), 1);
    assertEquals(centre, fine.get(10).settings().get(0), 1);
    assertEquals(centre, finding(steps.get(2), "resonance of synapse 1"), width);
  }

  /** A run that is cut, and a journal that ends there: the rest is as if nothing had happened. */
  @Test
  void aSequenceResumesInTheMiddleOfAStep() throws IOException {
    JsonNode whole = sequence("--json").json();
    Path journal = Path.of(whole.get("journal").textValue());
    String first = whole.at("/steps/0/run").textValue();
    List<Point> fine = points(whole.at("/steps/2/run").textValue());
    Files.delete(journal);
    Files.writeString(
        folder.resolve("fine.toml"), FINE.replace("points = 21", "points = 21\nwait = -1"));
    Outcome failed = sequence();
    assertEquals(1, failed.code(), failed.out());
    assertTrue(failed.err().contains("resume with: spinbench measure sequence --resume"));
    String noted = Files.readString(journal);
    assertTrue(noted.contains("\"step\":\"wide\",\"status\":\"LEFT_OUT\""), noted);
    Files.writeString(journal, noted.replace("wait = -1", "wait = 0"));
    Outcome resumed =
        Outcome.of(
            "measure",
            "sequence",
            "--resume",
            journal.toString(),
            "--json",
            "--runs",
            folder.resolve("runs").toString());
    assertEquals(0, resumed.code(), resumed.err());
    JsonNode steps = resumed.json().get("steps");
    assertEquals("done", steps.at("/0/status").textValue());
    assertEquals(points(first), points(steps.at("/0/run").textValue()));
    assertEquals(fine, points(steps.at("/2/run").textValue()));
  }

  /**
   * A program killed at the end leaves a run without one, and a journal that says it has begun. The
   * user's bench file says who gets notices, also of the step that is completed.
   */
  @Test
  void aStepThatWasKilledIsCompleted() throws Exception {
    try (Webhook hook = new Webhook()) {
      hook.askedBy(folder.resolve("bench.toml"));
      aStepThatWasKilledIsCompleted(hook);
    }
  }

  private void aStepThatWasKilledIsCompleted(Webhook hook) throws Exception {
    String success = "ended, success";
    JsonNode whole = sequence("--json").json();
    Path journal = Path.of(whole.get("journal").textValue());
    Path run = Path.of(whole.at("/steps/2/run").textValue());
    List<Point> points = points(run.toString());
    String name = run.getFileName().toString();
    String noted = Files.readString(journal);
    assertTrue(noted.contains("\"status\":\"DONE\",\"run\":\"" + run), noted);
    Files.writeString(
        journal, noted.replace("\"DONE\",\"run\":\"" + run, "\"BEGUN\",\"run\":\"" + run));
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + run);
        Statement statement = file.createStatement()) {
      assertEquals(1, statement.executeUpdate("DELETE FROM document WHERE name = 'stop'"));
    }
    Outcome again = Outcome.of("measure", "sequence", "--resume", journal.toString(), "--json");
    assertEquals(0, again.code(), again.err());
    assertFalse(again.err().contains("no notices"), again.err());
    assertEquals(List.of(success, success, success), hook.told());
    assertEquals(points, points(again.json().at("/steps/2/run").textValue()));
    assertEquals(whole.at("/steps/2/findings"), again.json().at("/steps/2/findings"));
    try (Stream<Path> files = Files.list(run.getParent())) {
      assertEquals(2, files.filter(one -> one.toString().endsWith(".sqlite")).count(), name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          give = { centre = "f0", span | give = { span   | has the blank ${centre}; give it a value
          "2e-6" }                     | "2e-6", x = "1" } | has no blank ${x}
          known(f0)                    | known(f1)       | f1
          width > 100 MHz              | width >         | when
          "coarse.toml"                | "none.toml"     | none.toml
          "wide"                       | "coarse"        | two steps of this name
          """)
  void aSequenceThatCannotRunIsRefusedBeforeItBegins(String was, String is, String message)
      throws IOException {
    assertTrue(SEQUENCE.contains(was), was);
    Files.writeString(folder.resolve("sequence.toml"), SEQUENCE.replace(was, is));
    Outcome outcome = sequence();
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertTrue(Files.notExists(folder.resolve("runs")), "nothing was begun");
  }

  @Test
  void aNumberThatWasNotFoundEndsTheSequence() throws IOException {
    Files.writeString(
        folder.resolve("sequence.toml"),
        SEQUENCE
            .replace("resonance of synapse 1", "resonance of synapse 9")
            .replace("f0_deviation < 5 MHz && known(f0)", "width > 0 Hz"));
    Outcome outcome = sequence();
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("step fine gives centre = f0, which is NaN"), outcome.err());
    assertTrue(
        outcome.err().contains("found no \"resonance of synapse 9\"; there are resonance of"),
        outcome.err());
  }

  @Test
  void aDryRunJudgesTheStepsThatAreKnown() {
    Outcome outcome = sequence("--dry-run");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("41 setpoints"), outcome.out());
    assertTrue(outcome.out().contains("step fine depends on what earlier steps find"));
    assertTrue(Files.notExists(folder.resolve("runs")));
  }

  @Test
  void aSequenceNeedsAFileOrAJournal() {
    Outcome outcome = Outcome.of("measure", "sequence");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("give either a SEQUENCE.toml, or --resume"), outcome.err());
    outcome = sequence("--print-plan");
    assertEquals(2, outcome.code());
  }
}
