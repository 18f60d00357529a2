package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;

/** Runs of each kind, lived again from their files. */
class ReplayCommandTest {
  @TempDir static Path folder;

  private static Path trained;
  private static Path calibrated;
  private static Path measured;

  @BeforeAll
  static void run() throws IOException {
    System.setProperty("java.awt.headless", "true");
    trained = ran("train", "--chip-seed", "5", "--test-samples", "50");
    calibrated = ran("calibrate", "--coupling", "measured");
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "A resonance"
            read = ["chain 1.voltage"]

            [set]
            "input 1.power" = 2e-6

            [[sweep]]
            setting = "input 1.frequency"
            from = 230e6
            to = 270e6
            points = 21
            """);
    measured = ran("measure", plan.toString(), "--chip-seed", "2");
  }

  /** The file of a run in a folder of its own. */
  private static Path ran(String kind, String... more) throws IOException {
    Path runs = folder.resolve(kind);
    String[] line = new String[more.length + 3];
    line[0] = kind;
    System.arraycopy(more, 0, line, 1, more.length);
    line[line.length - 2] = "--runs";
    line[line.length - 1] = runs.toString();
    Outcome outcome = Outcome.of(line);
    assertEquals(0, outcome.code(), outcome.err());
    return runs.resolve(new Runs(runs).list().get(0).name() + ".sqlite");
  }

  private static void assertSame(Path run) throws IOException {
    Outcome outcome = Outcome.of("replay", run.toString(), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("success", outcome.json().get("status").textValue());
    assertTrue(outcome.json().get("same").booleanValue());
    assertTrue(outcome.json().get("events").intValue() > 100);
  }

  @Test
  void aTrainingIsTheSame() throws IOException {
    assertSame(trained);
  }

  @Test
  void aCalibrationIsTheSame() throws IOException {
    assertSame(calibrated);
  }

  @Test
  void aSweepIsTheSame() throws IOException {
    Outcome outcome = Outcome.of("replay", measured.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome.out().startsWith("measure a-resonance, success: ")
            && outcome.out().endsWith("every message and every result is the recorded one\n"),
        outcome.out());
  }

  @Test
  void inAnotherLocaleTimeZoneAndFolderAllIsTheSame() throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Locale.setDefault(Locale.FRANCE);
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
    try {
      Path elsewhere = Files.createDirectories(folder.resolve("anderswo"));
      for (Path run : new Path[] {trained, calibrated, measured}) {
        assertSame(Files.copy(run, elsewhere.resolve(run.getFileName())));
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void aFailureIsTheSame() throws IOException {
    Path bench = folder.resolve("dead.toml");
    Files.writeString(bench, DefaultBench.text().replace("dead = []", "dead = [\"neuron 2\"]"));
    Path runs = folder.resolve("failed");
    assertEquals(1, Outcome.of("calibrate", bench.toString(), "--runs", runs.toString()).code());
    String name = new Runs(runs).list().get(0).name();
    Outcome outcome = Outcome.of("replay", name, "--runs", runs.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("calibrate, failed: "), outcome.out());
  }

  private static Path changed(String name, String... statements) throws IOException, SQLException {
    Path copy = Files.copy(measured, folder.resolve(name));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
    return copy;
  }

  private static void assertRefused(Path run, String reason) {
    Outcome outcome = Outcome.of("replay", run.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains(reason), outcome.err());
    assertFalse(outcome.err().contains("spinbench-replay"), outcome.err());
    assertFalse(outcome.err().contains("SWITCH OFF BY HAND"), outcome.err());
  }

  /** The same experiment from another beginning sends other messages. */
  @Test
  void theFirstMessageThatDiffersIsShownAsRecordedAndAsSent() throws Exception {
    Path run =
        changed("other-plan.sqlite", "UPDATE document SET body = replace(body, '2.3E8', '2.31E8')");
    assertRefused(run, "recorded: > :SOUR:FREQ 2.3E8");
    assertRefused(run, "sent: > :SOUR:FREQ 2.31E8");
  }

  @Test
  void aResultThatDiffersIsShown() throws Exception {
    Path run =
        changed(
            "other-reading.sqlite",
            "UPDATE reading SET value = value * 1.000000000000001 WHERE evaluation = 7");
    assertRefused(run, "came to something else: reading: ");
    assertRefused(changed("less.sqlite", "DELETE FROM evaluation WHERE number = 21"), "nothing");
  }

  @Test
  void runsAreVerified() throws Exception {
    for (Path run : new Path[] {trained, calibrated, measured}) {
      Outcome outcome = Outcome.of("runs", "verify", run.toString());
      assertEquals(0, outcome.code(), outcome.err());
      assertTrue(outcome.out().endsWith(" are sound\n"), outcome.out());
    }
    assertDamaged(
        "DELETE FROM transcript WHERE block = 1", "block 1 of session 1, from line 1, is");
    assertDamaged(
        "DELETE FROM transcript WHERE block = (SELECT MAX(block) FROM transcript)",
        " lacks the end of session 1, after");
  }

  private static void assertDamaged(String sql, String place) throws Exception {
    Path run = changed(Integer.toHexString(sql.hashCode()) + "-damaged.sqlite", sql);
    Outcome outcome = Outcome.of("runs", "verify", run.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(place), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM transcript|holds no messages",
        "DELETE FROM document WHERE name = 'stop'|has no end",
        "UPDATE document SET body = replace(body, 'success', 'stopped')|stopped by its user",
        "UPDATE transcript SET checksum = checksum + 1|block 1 of session 1, lines 1 to ",
        "UPDATE transcript SET block = block + 100|block 1 of session 1, from line 1, is missing",
        "INSERT INTO event VALUES (NULL, 'x', 'resume', 'goes on')|was gone on with from its record"
      })
  void whatCannotBeReplayedIsRefused(String change) throws Exception {
    String[] parts = change.split("\\|");
    String name = Integer.toHexString(change.hashCode()) + ".sqlite";
    assertRefused(changed(name, parts[0]), parts[1]);
  }

  @Test
  void theTranscriptHoldsAllFromTheFirstMessageToTheLast() {
    try (RunFile run = RunFile.read(trained)) {
      String text = run.transcripts().get(0);
      assertTrue(text.startsWith("spinbench transcript 1, begun 2026-01-01T00:00:00Z\n"));
      assertTrue(text.lines().skip(2).findFirst().orElseThrow().endsWith("> *IDN?"), text);
      assertTrue(text.endsWith(" close\n"));
      long bytes = text.getBytes(StandardCharsets.ISO_8859_1).length;
      assertTrue(bytes > 1_000_000, bytes + " bytes");
    }
  }
}
