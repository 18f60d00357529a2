package org.spinbench.app.command.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.Spinbench;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Version;
import org.spinbench.calibration.Calibration;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/** Whole runs of each kind, lived again from their files. */
@Tag("slow")
class ReplayCommandTest {
  private static final TrainingOptions FEW_SAMPLES =
      new TrainingOptions(
          "bring-up", 0, 0.977, 300, 200, 50, 100, 10, 1500, 2, 2, 8, 0.004, 2, 30e-6, 4000, true);

  @TempDir static Path folder;

  private static Path trained;
  private static Path resumed;
  private static Path calibrated;
  private static Path measured;

  @BeforeAll
  static void run() throws IOException {
    System.setProperty("java.awt.headless", "true");
    resumed = killed("train", "block 1 50 %", ReplayCommandTest::train);
    trained = only(folder.resolve("train"));
    Outcome rest = Outcome.of("train", "--resume", resumed.toString(), "--runs", folder.toString());
    assertEquals(0, rest.code(), rest.err());
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

  /** A training with few samples. */
  private static void train(Path runs, PrintWriter err) {
    BenchOptions options = new BenchOptions();
    options.chipSeed = 6L;
    try (Backend station = Backends.of(options)) {
      new ExperimentRunner(runs, Version.program(), new Progress(err, false))
          .run(station, new TrainingExperiment(Assignment.of(Task.named("xor")), 1, FEW_SAMPLES));
    }
  }

  private static Path only(Path runs) {
    return runs.resolve(new Runs(runs).list().get(0).name() + ".sqlite");
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
    return only(runs);
  }

  private static void assertSame(Path run) throws IOException {
    Outcome outcome = Outcome.of("replay", run.toString(), "--json");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals("success", outcome.json().get("status").textValue());
    assertTrue(outcome.json().get("same").booleanValue());
    assertTrue(outcome.json().get("events").intValue() > 100);
    assertEquals(1, outcome.json().get("sessions").intValue());
  }

  /** The simulated chip of the run drifts as real ones do; nothing else happened to it. */
  @Test
  void againstTheSimulatorTheChipIsAsItWasCalibrated() throws IOException {
    Path page = folder.resolve("gap.html");
    Outcome outcome =
        Outcome.of(
            "replay",
            trained.toString(),
            "--against",
            "simulator",
            "--fit",
            "--report",
            page.toString(),
            "--json");
    assertEquals(0, outcome.code(), outcome.err());
    ObjectNode json = outcome.json();
    assertEquals(0, json.get("changes").size(), outcome.out());
    assertEquals(4, json.get("nodes").size());
    assertEquals("chain 1", json.at("/nodes/0/name").textValue());
    assertEquals("static", json.get("physics").textValue());
    assertEquals(1, json.at("/fit/chiSquarePerReadingFitted").doubleValue(), 0.1, outcome.out());
    Calibration fitted = Calibration.load(Path.of(json.at("/fit/calibration").textValue()));
    assertEquals("nine junctions", fitted.bench());
    assertTrue(fitted.warnings().toString().contains("fitted to the readings of"));
    String html = Files.readString(page);
    assertTrue(html.contains("Every device does what its calibration says: each chi-square"), html);
    assertEquals(4 + 3 + 4, html.split("<img src=\"data:", -1).length - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fit|--fit has no effect without --against; leave it out",
        "--against simulator --simulated|--simulated has no effect without --against bench",
        "--against bench --physics full|--physics has no effect without --against simulator",
        "--against simulator --physics real|--physics: 'real' is not one of ideal, static, full",
        "--against simulator --from 3|--from has no effect with --against; leave out --from"
      })
  void optionsThatSayNothingAreWrongUsage(String line) {
    String[] parts = line.split("\\|");
    List<String> words = new ArrayList<>(List.of("replay", trained.toString()));
    words.addAll(List.of(parts[0].split(" ")));
    Outcome outcome = Outcome.of(words.toArray(String[]::new));
    assertEquals(2, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(parts[1]), outcome.err());
  }

  @Test
  void aRunOfAnotherKindIsNotComparedWithAnother() throws Exception {
    String kind =
        "UPDATE document SET body = replace(body, '\"kind\":\"measure\"',"
            + " '\"kind\":\"broadcast\"')";
    Path watched = changed("broadcast.sqlite", kind);
    Outcome outcome = Outcome.of("replay", watched.toString(), "--against", "simulator");
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("is a run of kind 'broadcast'"), outcome.err());
  }

  /** The chip of the run is not the one that was designed. */
  @Test
  void aSweepIsComparedWithTheChipAsDesigned() {
    Outcome outcome = Outcome.of("replay", measured.toString(), "--against", "simulator");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("chain 1.voltage differs: it is "), outcome.out());
  }

  @Test
  void aSweepIsTheSame() throws IOException {
    Outcome outcome = Outcome.of("replay", measured.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        outcome.out().startsWith("measure a-resonance, success: ")
            && outcome.out().endsWith("every message and every result equals the recorded one\n"),
        outcome.out());
  }

  @Test
  void inAnotherLocaleTimeZoneAndFolderEveryKindOfRunIsTheSame() throws IOException {
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

  /** Older versions did not note what a calibration was made of, nor how its chip drifts. */
  @Test
  void aRunWithoutItsProvenanceIsTheSame() throws Exception {
    String older =
        "UPDATE document SET body = json_remove(body, '$.provenance') WHERE name = 'calibration'";
    assertSame(changed(calibrated, "without-provenance.sqlite", older));
    String other =
        "UPDATE document SET body = json_set(body, '$.provenance.fitted', 3)"
            + " WHERE name = 'calibration'";
    assertRefused(
        changed(calibrated, "other-provenance.sqlite", other), "reached another result: document");
  }

  /** Without the neuron that decides nothing is learned, which is seen after the calibration. */
  @Test
  void aFailureIsTheSame() throws IOException {
    Path bench = folder.resolve("dead.toml");
    Files.writeString(bench, DefaultBench.text().replace("dead = []", "dead = [\"neuron 3\"]"));
    Path runs = folder.resolve("failed");
    String[] train = {
      "train", bench.toString(), "--trainer", "bring-up", "--runs", runs.toString()
    };
    assertEquals(1, Outcome.of(train).code());
    String name = new Runs(runs).list().get(0).name();
    Outcome outcome = Outcome.of("replay", name, "--runs", runs.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("train xor, failed: "), outcome.out());
  }

  @Test
  void aBenchThatDoesNotOpenLeavesARunThatFailsAgain() throws IOException {
    Path missing =
        Files.writeString(
            folder.resolve("unreachable.toml"),
            DefaultBench.text().replace("INPROC::rf_2::INSTR", "TCPIP::127.0.0.1::1::SOCKET"));
    for (String kind : List.of("calibrate", "train")) {
      Path runs = folder.resolve("unopened-" + kind);
      Outcome failed = Outcome.of(kind, missing.toString(), "--runs", runs.toString());
      assertEquals(1, failed.code(), failed.out());
      String name = new Runs(runs).list().get(0).name();
      Outcome outcome = Outcome.of("replay", name, "--runs", runs.toString());
      assertEquals(0, outcome.code(), outcome.err());
      assertTrue(outcome.out().contains(", failed: "), outcome.out());
    }
  }

  private interface Experiment {
    void run(Path runs, PrintWriter err);
  }

  /** What lies in the folder in mid-run is what a killed process leaves behind. */
  private static Path killed(String name, String atProgress, Experiment experiment) {
    Path runs = folder.resolve(name);
    Path left = folder.resolve(name + "-killed");
    StringWriter err =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (toString().contains(atProgress) && !Files.exists(left)) {
              copyAll(runs, left);
            }
          }
        };
    experiment.run(runs, new PrintWriter(err));
    return only(left);
  }

  private static void copyAll(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      Files.createDirectories(to);
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aKilledRunIsTheSameUpToItsEnd() throws IOException {
    Path run =
        killed(
            "calibrated",
            " 50 %",
            (runs, err) -> {
              PrintWriter out = new PrintWriter(new StringWriter());
              assertEquals(0, Spinbench.execute(out, err, "calibrate", "--runs", runs.toString()));
            });
    Outcome outcome = Outcome.of("replay", run.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().startsWith("calibrate, open: "), outcome.out());
    assertTrue(outcome.out().contains(", up to where the run ended; "), outcome.out());
  }

  @Test
  void aRunThatWasResumedIsTheSameSessionBySession() throws IOException {
    Outcome outcome = Outcome.of("replay", resumed.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(" recorded events replayed in 2 sessions; "), outcome.out());
  }

  @Test
  void fromAStepOnWhatComesBeforeIsSkippedOver() throws Exception {
    Path same = changed("from-same.sqlite", "UPDATE reading SET value = 1 WHERE evaluation < 7");
    assertRefused(same, "reached another result: reading: ");
    Outcome outcome = Outcome.of("replay", same.toString(), "--from", "7");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(" recorded events replayed from 7 on; "), outcome.out());
    Outcome whole = Outcome.of("replay", measured.toString(), "--json");
    Outcome part = Outcome.of("replay", measured.toString(), "--json", "--from", "20");
    int events = part.json().get("events").intValue();
    assertTrue(events > 10 && events < whole.json().get("events").intValue() / 2, part.out());
    Outcome none = Outcome.of("replay", measured.toString(), "--from", "22");
    assertTrue(none.err().contains("has no evaluation, setpoint or step"), none.err());
    assertTrue(none.err().contains("'22'; it has setpoint '1' to '21'"), none.err());
  }

  @Test
  void fromAStepOfTrainingOn() throws IOException {
    Outcome outcome = Outcome.of("replay", resumed.toString(), "--from", "block 1");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(" recorded events replayed from block 1 on; "));
  }

  private static Path changed(String name, String... statements) throws IOException, SQLException {
    return changed(measured, name, statements);
  }

  private static Path changed(Path run, String name, String... statements)
      throws IOException, SQLException {
    Path copy = Files.copy(run, folder.resolve(name));
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
    assertRefused(run, "reached another result: reading: ");
    assertRefused(changed("less.sqlite", "DELETE FROM evaluation WHERE number = 21"), "nothing");
  }

  @Test
  void theSizeOfAMessageIsShown() {
    Outcome outcome = Outcome.of("runs", "show", trained.toString());
    assertEquals(0, outcome.code(), outcome.err());
    String size = "(?s).*\n[0-9]+ messages, [0-9]+ bytes each in the file, [0-9]+ uncompressed.*";
    assertTrue(outcome.out().matches(size), outcome.out());
  }

  @Test
  void aDamagedFileIsSavedAndReplayedUpToTheDamage() throws Exception {
    byte[] whole = Files.readAllBytes(calibrated);
    Path cut = Files.write(folder.resolve("cut.sqlite"), Arrays.copyOf(whole, whole.length / 2));
    Outcome verified = Outcome.of("runs", "verify", cut.toString());
    assertEquals(1, verified.code(), verified.out());
    assertTrue(verified.err().contains(" is cut off: it was "), verified.err());
    Path saved = folder.resolve("saved.sqlite");
    Outcome recovered = Outcome.of("runs", "verify", cut.toString(), "--recover", saved.toString());
    assertEquals(0, recovered.code(), recovered.err());
    assertTrue(recovered.out().contains(" rows of reading"), recovered.out());
    Outcome outcome = Outcome.of("replay", saved.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains(", up to where the run ended; "), outcome.out());
  }

  @Test
  void runsAreVerified() throws Exception {
    for (Path run : new Path[] {trained, calibrated, measured}) {
      Outcome outcome = Outcome.of("runs", "verify", run.toString());
      assertEquals(0, outcome.code(), outcome.err());
      assertTrue(outcome.out().endsWith(" are undamaged\n"), outcome.out());
    }
    assertDamaged(
        "DELETE FROM transcript WHERE block = 1", "block 1 of session 1, from line 1, is");
    assertDamaged(
        "DELETE FROM transcript WHERE block = (SELECT MAX(block) FROM transcript)",
        " lacks the end of session 1, after");
    assertDamaged("DELETE FROM transcript", "holds readings, but none of the messages that led to");
    assertDamaged("DELETE FROM document WHERE name = 'start'", "does not say how the run began");
    assertDamaged("DELETE FROM document", "its start is missing; the first ");
  }

  /** A file of the first version never held messages. */
  @Test
  void aFileThatWasMadeWithoutMessagesLacksNone() throws Exception {
    String old = "DROP TABLE transcript; PRAGMA user_version = 1";
    Path run = changed(calibrated, "of-version-1.sqlite", old);
    Outcome outcome = Outcome.of("runs", "verify", run.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().endsWith("its tables are undamaged; it holds no messages\n"));
    assertRefused(run, "because an early version that did not record them made it");
  }

  private static void assertDamaged(String sql, String place) throws Exception {
    Path run = changed(calibrated, Integer.toHexString(sql.hashCode()) + "-damaged.sqlite", sql);
    Outcome outcome = Outcome.of("runs", "verify", run.toString());
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(place), outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM transcript|holds no messages, so it is damaged: spinbench runs verify RUN",
        "UPDATE document SET body = replace(body, 'success', 'stopped')|reached another result",
        "DELETE FROM document WHERE name = 'stop'; DELETE FROM transcript|holds no messages",
        "UPDATE transcript SET checksum = checksum + 1|block 1 of session 1, lines 1 to ",
        "UPDATE transcript SET block = block + 100|block 1 of session 1, from line 1, is missing",
        "INSERT INTO event VALUES (NULL, 'x', 'resume', 'goes on')|was resumed by a version that"
            + " did not note"
      })
  void whatCannotBeReplayedIsRefused(String change) throws Exception {
    String[] parts = change.split("\\|");
    String name = Integer.toHexString(change.hashCode()) + ".sqlite";
    assertRefused(changed(name, parts[0]), parts[1]);
  }

  @Test
  void theTranscriptHoldsAllFromTheFirstMessageToTheLast() throws IOException {
    try (RunFile run = RunFile.read(trained)) {
      String text =
          new String(run.transcripts().text(1).readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(text.startsWith("spinbench transcript 12, begun 2026-01-01T00:00:00Z, check "));
      assertTrue(text.lines().skip(2).findFirst().orElseThrow().endsWith("> *IDN?"), text);
      assertTrue(text.endsWith(" close\n"));
      long bytes = text.getBytes(StandardCharsets.ISO_8859_1).length;
      assertTrue(bytes > 1_000_000, bytes + " bytes");
    }
  }
}
